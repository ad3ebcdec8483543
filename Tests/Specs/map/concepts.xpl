# output: by principal components
# output: of the variance
# output: shape:
# output: scale:
# A row of planes for each concept, or for those that are asked for.
load data dsprites limit=300 seed=1
train strided-cnn hidden=[8, 8, 16] epochs=1 batch=50 seed=1
let all = (map method=pca n=60 layers=last:2)
show $all
expect $all.agreement.shape == [5, 2]
expect $all.variance.max <= 1
let some = (map method=pca n=60 layers=last:2 by=[shape, class, shape])
expect $some.agreement.shape == [2, 2]
expect $some.positions == $all.positions
