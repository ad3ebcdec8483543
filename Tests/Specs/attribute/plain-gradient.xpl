# Layers for which the composite has no rule are named wherever relevance is propagated.
# output: plain gradient at pool1, pool2
load
attribute lrp y=1
