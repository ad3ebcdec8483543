load
condition layer=4 channel=[[50], [1, 2]] y=1
expect .heatmap.shape[0] == 2
condition at=[4:50, 4:3, 1:2] y=[1, 3] record=7
expect .heatmap.shape[0] == 1
expect .relevance["7"].shape[1] == 64
condition sample=0..2 y=all
expect .heatmap.shape[0] == 30
