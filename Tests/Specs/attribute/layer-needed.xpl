# exit: 2
# error: attribute grad-cam needs layer=
# error: give it a convolution
# error: attribute neuron-conductance needs at=
# error: at= and y= can't be given together
# error: attribute neuron-conductance has no key "layer"
load
attribute grad-cam
attribute neuron-conductance y=1
attribute gradient y=1 at=3:5
attribute neuron-conductance at=3:5 layer=3
