# %% [markdown]
# # Can a recurrent network be told apart by how well it can be explained?
#
# Strips of three pictures of clothes, of which two are of the class that is to be told, are read from left to right, seven
# columns at a time. Which two is known, so that relevance can be judged: the cosine of the angle between what each picture
# got and the mask that is 1 for the right ones (Chormai 2018). The same relevance for all three has 0.816, which is not hard
# to beat, one should think. The networks have about as many weights and are about as often right.
#
# It takes the pictures of Debian's package `dataset-fashion-mnist`. `xpl Scripts/examples/rnn-poster.xpl full` learns from all
# 48,000 strips for 15 epochs, once; without `full` it is 12,000, and three times, from other first weights.

# %%
def choose(quick, full) {
  if $args.count > 0 { if $args[0] == "full" { return $full } }
  return $quick
}
let strips = choose 12000 48000
let epochs = choose 8 15
let seeds = choose [0, 1, 2] [0]

# %%
def study(net, seed, sheet) {
  load data fashion-maj subset=train limit=$strips
  show (train $net epochs=$epochs batch=100 lr=0.0005 dropout=0.2 columns=7 seed=$seed)
  load data fashion-maj subset=test limit=1000
  let right = (predict sample=0..999).accuracy
  compare sensitivity input-x-gradient guided-backprop dtd lrp sample=0..5 \
    composite=alpha-beta-box alpha=1.5 scores=[cosine]
  save $_ $sheet
  let found = (compare sensitivity input-x-gradient guided-backprop dtd lrp sample=0..999 \
    composite=alpha-beta-box alpha=1.5 scores=[cosine])
  show $found
  return [$right, $found.scores]
}
