# XOR has no attributions, and its interactions are half of ln 2.
load xor
attribute ig y=0
expect .attribution[0][0] == 0 within=0.000001
expect .residual == 0 within=0.000001
interact ih y=0
expect .interactions[0][0][0] == 0.346574 within=0.000001
expect .interactions[0][0][1] == -0.346574 within=0.000001
expect .row_residual == 0 within=0.000001
interact ih y=0 feature=b
expect .interactions[0][0][0] == -0.346574 within=0.000001
