# Attributions of the same samples, with scores beside chance and correlations of ranks.
# output: 3 methods for y=1 (trouser), means over 2 samples
# output: deletion: lower is better; of the probability; 784 groups in 50 steps; removed: set to zeros; seed 0; chance: random orders, 3 for each sample
# output: rank correlations:
load
compare [gradient, input-x-gradient, ig] y=1 sample=[2,3] scores=[deletion, sparseness] chance=3
expect .correlations.shape == [3, 3]
expect .correlations[1][2] > .correlations[0][2]
expect .scores[2][0] < .chance[2][0]
expect $_["ig"].attribution.shape == [2, 1, 28, 28]
save "compared.png"
save "compared.csv"
