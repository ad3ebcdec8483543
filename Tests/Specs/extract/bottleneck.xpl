# output: post-hoc bottleneck at layer
# output: of the weights are 0
load data dsprites limit=600 seed=1
train strided-cnn hidden=[8, 8, 16] epochs=6 batch=50 seed=1
let found = (extract bottleneck budget=100 seed=1)
show $found
expect $found.fidelity > 0.5
expect $found.sparsity > 0
# Held back harder, fewer weights are left.
let sparse = (extract bottleneck budget=100 penalty=0.3 seed=1)
expect $sparse.sparsity > $found.sparsity
expect $found.weights.shape[0] == 3
