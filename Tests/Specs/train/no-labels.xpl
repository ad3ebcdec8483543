# exit: 1
# error: truth-table does not say what is to be predicted
load xor
train mlp
