# What says something of single values is added up over the groups of what explains groups: two groups are ordered
# alike, or the other way round.
# output: rank correlations of groups:
load tabular
compare ig feature-ablation occlusion groups=[[0..9],[10..29]] y=0
expect (.correlations[0][1] * .correlations[0][1]) == 1 within=0.000001
expect (.correlations[0][2] * .correlations[0][2]) == 1 within=0.000001
compare [ig, occlusion] y=0
expect (.correlations[0][1] * .correlations[0][1]) < 0.9
load
compare ig feature-ablation groups=[[0..391],[392..783]] y=1
expect (.correlations[0][1] * .correlations[0][1]) == 1 within=0.000001
compare ig feature-ablation groups=slic:20 y=1 sample=0..2
expect .correlations[0][1] > -1
