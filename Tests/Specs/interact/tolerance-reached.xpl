# output: Gauss nodes
# not output: do not reach
load
interact ih y=trouser groups=grid:14 smooth=5
