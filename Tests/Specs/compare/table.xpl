# Features of tables have bars of each method, and what pairs do has matrices.
# output: 2 methods for y=1 (benign), sample 3
# output: rank correlations of pairs:
load tabular
compare [ig, gradient] y=1 sample=3
save "bars.svg"
compare [shapley-interaction, shapley-taylor] y=1 sample=3 groups=[[0,1,2],[3,4],[5,6]] baseline=mean
expect .correlations[0][1] > 0
save "matrices.png"
