# exit: 1
# error: does not say what is to be predicted
load data "Tests/Fixtures/tabular/nothing.npy"
train mlp
