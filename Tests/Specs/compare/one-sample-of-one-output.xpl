# output: 2 methods for the output, sample 0
load simulated features=5 pairs=3 n=200 seed=3
train mlp hidden=8 epochs=5
compare shapley ig sample=0 scores=[infidelity, insertion, sensitivity]
save "bars.png"
compare shapley sample=0
