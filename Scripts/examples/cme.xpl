# %% [markdown]
# # What a network knows beside its task, from a hundred labels
#
# A network that was trained to tell shapes knows more of its pictures: sizes, places. Concept-based model extraction (CME, Kazhdan
# et al. 2020) finds from few labels in which layer it knows what, predicts the concepts from there, and makes the network's decision
# from them by a model that can be read. Three tasks: shapes of dSprites; shapes with their sizes; shapes of solids in a room.
#
#     xpl Scripts/examples/cme.xpl
#     xpl Scripts/examples/cme.xpl full
#
# The networks were trained by [cme-networks.xpl](cme-networks.xpl). The first takes some minutes a task; the second, with all
# methods, five seeds and all figures of the table in the README, some hours.

# %%
def isFull() {
  if $args.count > 0 { return ($args[0] == "full") }
  return false
}
def choose(quick, full) {
  if (isFull) { return $full }
  return $quick
}
let seeds = choose 2 5
let epochs = choose 10 40
let many = choose 4000 12000

# %% [markdown]
# For each task: how often the network is right; which layer knows which concept, from 100 labels; a concept bottleneck, trained
# on many more labels, beside it; what correcting concepts does to the decision.

# %%
def study(name, network) {
  load model $network
  let right = (predict sample=0..1999).accuracy
  let few = (compare logistic spreading net2vec budget=100 seeds=$seeds)
  save $few ("out/cme-" + $name + "-methods.png")
  show $few
  let found = (extract concepts from=labels budget=100 seed=0)
  save $found ("out/cme-" + $name + "-layers.png")
  show $found
  show decision
  save ("out/cme-" + $name + "-decision.png")
  let corrected = (score interventions order=importance)
  save $corrected ("out/cme-" + $name + "-interventions.png")
  show $corrected
  let bottleneck = (compare joint-bottleneck budget=$many seeds=1 epochs=$epochs)
  show $bottleneck
  return [$right, $few, $corrected, $bottleneck]
}
