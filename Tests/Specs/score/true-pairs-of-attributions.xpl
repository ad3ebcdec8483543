# exit: 1
# error: is no interaction of all pairs of features
load simulated features=5 pairs=3 n=50 seed=3
train mlp hidden=8 epochs=2
attribute ig y=0 sample=all
score true-pairs
