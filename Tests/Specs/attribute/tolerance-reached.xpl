# not output: the tolerance is not reached
load tabular
attribute ig y=0
