# exit: 1
# error: is no number any more: lower lr=
load simulated n=200
train mlp optimizer=sgd lr=1000000 epochs=5
