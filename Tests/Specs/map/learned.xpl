# output: * the layer that extract concepts reads it from
# The layer that a concept was learned from is starred.
load data dsprites limit=300 seed=1
train strided-cnn hidden=[8, 8, 16] epochs=1 batch=50 seed=1
extract concepts from=labels budget=60 unlabelled=0 layers=last:2 seed=1
map method=pca n=60 layers=all
