# output: 4 concepts in layer relu3 by independent components
load
load data fashion-mnist-512 limit=64
let found = (extract concepts k=4 method=ica)
let pca = (extract concepts k=4 method=pca)
show $found
# Both span the same directions.
expect $found.variance > $pca.variance - 0.001
expect $found.variance < $pca.variance + 0.001
score fidelity
