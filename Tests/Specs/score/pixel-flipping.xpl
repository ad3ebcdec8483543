# The fall of the logit over steps; with output= that of the probability.
# output: of the logit; 784 groups in 20 steps
# output: of the probability; 49 groups in 49 steps
load
attribute ig y=1 sample=[2,3] | score pixel-flipping steps=20
expect .mean > .chance_mean
expect .places.count == 21
score pixel-flipping output=probability groups=grid:4
expect .mean > .chance_mean
