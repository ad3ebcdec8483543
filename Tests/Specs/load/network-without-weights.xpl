# exit: 2
# error: resnet50 is built in without trained weights
# error: write: load model resnet50 weights=random seed=1
load model resnet50
