# exit: 1
# error: pairs can only be taken out of a target whose terms are known
load xor
interact ih y=0 sample=all
score remove-and-retrain
