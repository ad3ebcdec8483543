# output: 8 concepts in layer relu3 by a sparse dictionary
load
load data fashion-mnist-512 limit=64
let found = (extract concepts k=8 method=dictionary)
show $found
let sparser = (extract concepts k=8 method=dictionary alpha=0.4)
expect $sparser.active < $found.active
expect $sparser.variance < $found.variance
score fidelity
