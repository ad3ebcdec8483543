# Derivatives foretell what little noise does, and times the way to the baseline what goes when parts are removed.
# output: 50 draws of noise of 0.01 of the range; seed 0; normalized
# output: 100 draws, in which each of 784 groups is removed or not, as likely as not; removed: set to zeros; seed 0
load
attribute gradient y=1
score infidelity noise=0.01 n=50 normalize=true
expect .value < (.chance - 4 * .deviation)
let derivatives = score infidelity method=gradient y=1
let products = score infidelity method=input-x-gradient y=1
expect $derivatives.value == $products.value within=0.001
score infidelity method=ig y=1
expect .value < $products.value
