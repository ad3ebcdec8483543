# Where the most nodes are too few, that is said.
# output: 128 Gauss nodes for -ln t
# output: these do not reach tolerance=0.001: sums of rows or of all miss
load tabular
load model tabular-relu
interact ih y=benign baseline=mean sample=0 smooth=1000 groups=[[0..9],[10..19],[20..29]]
