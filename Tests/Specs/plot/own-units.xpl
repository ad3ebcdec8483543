# What was standardised for the network is plotted as it stands in the table.
# output: mean-radius = 17.99
# output: worst-area = 2019
load data breast-cancer standardize=true
train mlp hidden=[8] epochs=1
attribute ig sample=0 baseline=zeros | plot bars top=30
interact ih sample=0 baseline=zeros smooth=2 | plot waterfall top=30
