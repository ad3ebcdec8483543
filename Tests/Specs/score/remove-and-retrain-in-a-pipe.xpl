# What is piped is judged.
# output: accuracy on test samples
load data breast-cancer standardize=true
train mlp hidden=[16] lr=0.01 epochs=30 seed=2
attribute ig y=1 sample=all | score remove-and-retrain shares=[0,1] retrains=2 epochs=10 lr=0.01
expect .means[0][0] > .means[0][1]
