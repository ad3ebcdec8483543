# exit: 1
# output: deletion of ig for the output: lower is better; of the output; 5 groups in 5 steps
# error: one of several classes has a probability, and no class is explained
load simulated features=5 pairs=3 n=200 seed=3
train mlp hidden=8 epochs=5
attribute ig sample=0..1
score deletion
score insertion
score randomization
expect .curve.shape == [2, 2]
score deletion output=probability
