# exit: 1
# error: epochs
load data dsprites limit=200 seed=1
load model fashion-cnn
extract concepts from=labels epochs=5
