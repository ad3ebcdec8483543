# output: ; 1 secant cell
# output: exact: 1 kink a path
# not output: 1 secant cells
# not output: 1 kinks
load xor
attribute ig y=0 steps=1
interact ih y=0
