# Layers for which the composite has no rule are named wherever relevance is propagated.
# output: plain gradient at pool1, pool2
load
rank layer=4 y=1
