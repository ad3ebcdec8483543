# exit: 1
# error: score infidelity is not defined for occlusion, which gives values on a scale of their own: add normalize=true
load
score infidelity method=occlusion hide=true window=4 stride=4 y=1 normalize=true
expect .value < .chance
attribute occlusion y=1 | score infidelity
