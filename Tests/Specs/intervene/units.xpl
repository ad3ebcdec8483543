# What a heatmap claimed can be checked: without channel 50 the logit of its class falls.
# output: channel 50 of layer relu2 at 0
load
let before = predict
intervene layer=4 channel=50 value=0
expect .logits[0][1] < $before.logits[0][1]
let halved = intervene layer=4 channel=50 scale=0.5
let same = intervene layer=4 channel=50 scale=1
expect $same.logits[0][1] == $before.logits[0][1] within=1e-5
expect $halved.logits[0][1] < $same.logits[0][1]
let neuron = intervene at=4:50@[3,7] value=9 y=1
expect $neuron.activation[0][50][0][3] == 9
expect $neuron.activation[0][50][0][7] == 9
