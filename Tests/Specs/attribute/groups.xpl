# output: 49 groups
# output: residual
load
attribute shapley-sampling groups=grid:4 n=2 y=1
expect .groups.shape[1] == 49
expect .attribution.shape[3] == 28
expect .sum == (.output - .base) within=0.001
attribute kernel-shap groups=grid:14 y=1
expect .sum == (.output - .base) within=0.001
attribute lime groups=slic:10 n=50
attribute feature-ablation groups=[[0,1],[2,3]] baseline=blur
attribute feature-ablation groups=rows layer=4
expect .groups.shape[1] == 64
attribute shapley groups=grid:7 y=1
attribute feature-permutation sample=0..3 groups=grid:7 n=2
