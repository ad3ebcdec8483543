# Factors of the network's own scaling go into its weights: pairs are told in the units of the table. Numbers are numpy's, of
# the weights in the file divided by its deviations.
# output: 3 dense layers
load tabular
interact nid y=1 sample=3
expect .interactions[0][0][1] == 0.24335540 within=1e-6
expect .interactions[0][3][14] == 0.00345101 within=1e-7
expect .interactions[0][29][20] == 0.31273218 within=1e-6
