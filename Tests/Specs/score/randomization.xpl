# A gradient follows what layers have learned; what is only the picture's would not. Infidelity and sensitivity explain, or
# look, again.
# output: after each layer: 12
# output: 10 moved copies
# output: draws of noise
load
attribute gradient y=1
score randomization
expect .value < 0.9
expect .layers[0] == "12"
expect .curve.shape == [1, 5]
score randomization magnitudes=false
expect .value < 0.9
score sensitivity radius=0.01
expect .value < .chance
score infidelity noise=0.05 n=50 normalize=true
expect .value < .chance
