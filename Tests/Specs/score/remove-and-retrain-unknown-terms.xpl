# exit: 1
# error: pairs can only be taken out of a target whose terms are known
# error: load simulated
load data breast-cancer standardize=true
train mlp hidden=8 epochs=2
interact nid y=1 sample=all
score remove-and-retrain
