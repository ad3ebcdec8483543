# exit: 1
# error: the loss is no number any more
# error: rate=
load simulated n=200
train mlp optimizer=sgd rate=1000000 epochs=5
