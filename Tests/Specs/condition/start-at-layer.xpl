load
condition layer=4 channel=50
expect .heatmap.max > 0
