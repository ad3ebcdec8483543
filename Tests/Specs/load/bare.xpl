# The card begins here: a network, its images, and a pair of trousers.
load
expect .model.layers == 13
expect .data.count == 512
expect .sample.index[0] == 2
expect .sample.label[0] == 1
