# error: the weights of resnet18 are random, from seed 1
# The form of torchvision's network, in its names.
load model resnet18 weights=random seed=1
expect .model.layers == 69
expect .model.classes == 1000
expect .model.parameters == 11699112
show layers
