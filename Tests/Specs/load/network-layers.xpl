# exit: 2
# error: vgg16 has no layer "features.31"
# error: layer features.28 has 512 channels: 0 to 511
# error: vgg16 has no class 1000
# The check knows the layers of a network that is built in.
load data fashion-mnist-512
load vgg16 weights=random
condition layer=features.30 channel=4 y=3
condition layer=features.31 channel=4 y=3
condition layer=features.28 channel=512 y=3
condition layer=features.28 channel=511 y=1000
