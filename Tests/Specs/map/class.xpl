# output: 200 samples of fashion-mnist-512 in 2 layers by t-SNE, perplexity 30, seed 0
# output: each its mean over positions
# output: class: conv1
# Near its end a network keeps classes apart.
load
let maps = (map n=200 layers=[0, 11])
show $maps
expect $maps.positions.shape == [2, 200, 2]
expect $maps.samples.count == 200
expect $maps.trustworthiness[1] > 0.9
expect $maps.agreement[0][1] > 0.5
expect $maps.agreement[0][1] > $maps.agreement[0][0]
expect $maps.chance[0] < 0.15
expect $maps.kept.min > 0.3
expect $maps.divergence.min > 0
