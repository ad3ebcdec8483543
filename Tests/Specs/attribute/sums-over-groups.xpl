# Attributions of single values are added up over groups; what they miss of f(x) - f(baseline) stays the same.
# output: 2 groups
# output: ; 1 group;
load tabular
attribute ig y=0 baseline=mean
let single = .attribution
let sum = .sum
attribute ig y=0 baseline=mean groups=[[0..28],[29]]
expect .groups[0][1] == $single[0][29] within=0.000001
expect .sum == $sum within=0.0001
expect .residual == 0 within=0.01
# Values in no group are missing from the sum.
attribute ig y=0 baseline=mean groups=[[0..28]]
expect .sum == ($sum - $single[0][29]) within=0.0001
expect .residual == (0 - $single[0][29]) within=0.01
attribute ig y=all groups=[[0..9],[10..29]] sample=0..1
expect .groups.shape == [4, 2]
score sparseness
attribute lrp y=0 groups=columns
attribute eg y=0 groups=columns references=20
attribute deeplift y=0 groups=[[0..9],[10..29]] | score deletion chance=2
load
attribute ig groups=slic:10 sample=0..1 y=1
attribute ig groups=grid:7 y=1
expect .heatmap.shape == [1, 28, 28]
