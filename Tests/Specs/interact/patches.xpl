# Patches are called by row and column, superpixels by number.
# output: strongest: patch 3,1 x patch 3,2
# output: 0 superpixel 0
# not output: feature 9
load
interact ih y=trouser groups=grid:7 smooth=10
interact ih y=trouser groups=grid:7 smooth=10 feature="patch 1,1"
interact ih y=trouser groups=slic:5 smooth=5
plot matrix
