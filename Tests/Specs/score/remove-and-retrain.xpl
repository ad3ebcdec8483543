# Without the pairs that Shapley interactions rank first, networks do worse than without random ones.
# output: lead over chance
# output: chance
# output: truth
load simulated features=5 pairs=3 n=800 seed=3
train mlp hidden=[32,32] lr=0.01 seed=1
let found = interact shapley-interaction y=0 sample=all
let score = score remove-and-retrain of=$found k=[0,1,2] retrains=3 lr=0.01
show $score
expect $score.lead[0] > (4 * $score.lead_error[0])
expect $score.means[0][0] == $score.means[1][0]
expect $score.names[1] == "chance"
