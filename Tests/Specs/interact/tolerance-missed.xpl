# Where the most nodes are too few, that is said; where they suffice, it is not.
# output: these do not reach tolerance=0.001: sums of rows or of all miss
load
interact ih y=trouser groups=grid:14 smooth=100
