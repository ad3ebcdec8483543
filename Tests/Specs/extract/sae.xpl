# output: 160 concepts in layer relu3 by a sparse autoencoder
# output: and 140 more
load
load data fashion-mnist-512 limit=64
let found = (extract concepts k=160 method=sae active=6 steps=300)
show $found
expect $found.active <= 6
expect $found.variance > 0.5
expect $found.directions.shape[0] == 160
score fidelity
intervene concept=1 value=0 sample=2
