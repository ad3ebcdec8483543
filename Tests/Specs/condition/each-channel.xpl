# The heatmaps of single channels add up to that of the layer.
load
let each = condition layer=4 channel=all y=1
let layer = condition layer=4 y=1
expect $each.heatmap.shape[0] == 64
expect $each.heatmap.sum == $layer.heatmap.sum within=1e-3
