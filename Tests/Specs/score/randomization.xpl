# A gradient follows what layers have learned; what is only the picture's would not.
# output: nearer 0 is better
# output: after each layer: fc2
load
attribute gradient y=1
score randomization
expect .value < 0.5
expect .layers[0] == "fc2"
expect .curve.shape == [1, 5]
score randomization magnitudes=false
expect .value < 0.5
save "curve.png"
