# exit: 1
# error: window= has 4 numbers for samples of 3 axes
load
attribute occlusion window=[1, 2, 3, 4]
