# A rule that means nothing for a layer is refused before anything runs.
# exit: 2
# error: the rule alpha-beta does not fit layer pool1, which is of kind max-pool
# error: what fits layer pool1: gradient and norm
# error: the rule pass does not fit layer pool1
# error: the rule deconvnet does not fit layer conv1, which is of kind convolution
load
condition y=1 rule=[2:alpha-beta]
condition y=1 rule=[2:pass]
show rules rule=[0:deconvnet]
