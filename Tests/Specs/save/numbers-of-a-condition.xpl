# .npy holds the heatmap, [N, H, W]: read as data, N samples.
load
condition sample=0..2 y=1 | save "heat.npy"
load data "heat.npy"
expect .data.count == 3
expect .data.shape[1] == 28
