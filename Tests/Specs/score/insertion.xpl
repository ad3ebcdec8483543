# What matters most, put into nothing, brings the class back.
# output: mean
load
attribute ig y=1 sample=[2,3,5] | score insertion baseline=zeros
expect .mean > .chance_mean
save "curves.png"
