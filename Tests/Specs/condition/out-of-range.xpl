# exit: 2
# error: out-of-range.xpl:13:27: error: layer relu2 has no channel 64
# error: layer relu2 has 64 channels: 0 to 63
# error: fashion-cnn has no layer "conv9"
# error: there is no composite "epsilon-pluss"
# error: did you mean "epsilon-plus"?
# error: a channel belongs to a layer
# error: fashion-cnn has no layer "13"
# error: layer conv2 has no channel 64
# error: a channel of layer relu2 has no neuron 196
# error: layer= and at= can't be given together
load
condition layer=4 channel=64 y=1
condition layer=conv9 y=1
condition layer=4 composite=epsilon-pluss
condition channel=3
condition layer=4 record=[1, 13]
condition at=3:64
condition at=4:3@[196]
condition layer=4 at=4:3
