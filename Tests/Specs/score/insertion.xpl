# What matters most, put into nothing, brings the class back; pixel-flipping is the fall of the logit.
# output: mean
load
attribute ig y=1 sample=[2,3,5] | score insertion baseline=zeros
expect .mean > .chance_mean
score pixel-flipping steps=20
expect .mean > .chance_mean
expect .places.count == 21
