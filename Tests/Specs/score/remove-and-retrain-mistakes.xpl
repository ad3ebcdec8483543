# exit: 1
# error: explains 1 of 569 samples
# error: sample=all
load tabular
attribute ig y=1 sample=3
score remove-and-retrain
