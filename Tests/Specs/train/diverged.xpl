# exit: 1
# error: the loss is no number any more
# error: lr=
load simulated n=200
train mlp optimizer=sgd lr=1000000 epochs=5
