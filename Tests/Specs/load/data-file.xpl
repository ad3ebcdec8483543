# What was saved can be loaded: one sample, of the shape it had.
load
sample 2 | save "two.npy"
load data "two.npy"
expect .data.count == 1
expect .data.shape[1] == 28
predict
expect .class == 1
