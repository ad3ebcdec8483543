# output: 4 concepts in layer relu3 by k-means
# output: 1.0 of 4 are active at a position
load data fashion-mnist-512 limit=64
load model fashion-cnn
let found = (extract concepts k=4 method=kmeans)
show $found
expect $found.active == 1
expect $found.hoyer == 1
expect $found.variance > 0.1
score fidelity
intervene concept=0 value=0 sample=2
