# A layer before its ReLU has negative values: another factorisation, and it says so.
# output: 2 concepts in layer conv2 by principal components over 64 samples, since the layer has negative values
load
load data fashion-mnist-512 limit=64
extract concepts k=2 layer=3
