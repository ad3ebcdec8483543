# "all" is a choice like any other: no command falls back to the first sample.
load
load data fashion-mnist-512 limit=5
sample all
condition y=1
expect .heatmap.shape[0] == 5
sample 1
condition y=1 sample=all
expect .heatmap.shape[0] == 5
