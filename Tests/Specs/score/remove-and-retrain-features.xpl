# Features of a table, in networks of the layers of the current one.
# output: accuracy on test samples
load data breast-cancer standardize=true
train mlp hidden=[16] lr=0.01 epochs=30 seed=2
attribute ig y=1 sample=all
score remove-and-retrain shares=[0,0.5,1] retrains=2 epochs=30 lr=0.01
# Where all is gone, nothing but the share of the larger class is left.
expect .means[0][2] == 0.6 within=0.1
expect .means[0][0] > 0.9
