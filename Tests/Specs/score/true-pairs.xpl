# Shapley interactions find the pair that puts most into the target; attributions are no pairs.
# output: strongest pair first
# output: true pairs among the first 3
load simulated features=5 pairs=3 n=800 seed=3
train mlp hidden=[32,32] lr=0.01 seed=1
let found = interact shapley-interaction y=0 sample=all
score true-pairs of=$found
expect .top[0] > 0.8
expect .top[1] == 0.1
expect .found[0] > 0.7
expect .found[1] == 0.3
