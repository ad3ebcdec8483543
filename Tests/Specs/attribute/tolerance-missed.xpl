# output: the tolerance is not reached for 1 sample
load tabular
attribute ig quadrature=left tolerance=0 y=0
