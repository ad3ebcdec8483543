# output: 40 samples of fashion-mnist-512 in 1 layer by t-SNE, perplexity 13, seed 3
# A third of few samples are looked after; the same seed draws the same samples.
load
let one = (map n=40 layers=last:1 seed=3)
show $one
let other = (map n=40 layers=last:1 seed=3)
expect $one.positions == $other.positions
let more = (map n=40 layers=last:1 seed=4)
expect $more.samples != $one.samples
