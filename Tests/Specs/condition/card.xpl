# The second line of the card: what channel 50 saw in a pair of trousers.
load
condition layer=4 channel=50 y=1
expect .heatmap.shape[0] == 1
expect .heatmap.shape[1] == 28
expect .heatmap.shape[2] == 28
expect .relevance["4"].shape[1] == 64
expect .sum == .heatmap.sum within=1e-4
