# exit: 1
# error: has not one number for each feature of a sample: explain samples of a table
load data fashion-mnist-512 limit=20
train mlp hidden=8 epochs=2
attribute gradient sample=all y=1
score remove-and-retrain
