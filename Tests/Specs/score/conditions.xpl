# What a condition's mask takes away is listed for itself, and nothing is lost without a name.
# output: masked
# output: stabiliser
# output: channel 50 of layer relu2
load
score conservation y=1 layer=4 channel=50 zero_bias=true
let sum = (condition y=1 layer=4 channel=50 zero_bias=true).sum
expect (score conservation y=1 layer=4 channel=50 zero_bias=true).end == $sum within=0.00001
