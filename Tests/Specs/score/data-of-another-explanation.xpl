# A baseline that is read from data is that of the data that was explained; else the two are named.
# exit: 1
# error: explains samples of 'fashion-mnist-512', and the data at hand is 'breast-cancer'
load
let a = attribute ig y=1
score deletion of=$a
let value = .value
load tabular
score deletion of=$a
expect .value == $value
score sparseness of=$a
score deletion of=$a baseline=mean
