# Groups that a method explained are removed as one, and count once.
# output: 49 groups in 49 steps
load
attribute feature-ablation groups=grid:4 y=1 | score deletion
attribute shapley-sampling groups=slic:12 y=1 sample=2..3
score completeness
expect .mean < 0.001
score infidelity
expect .mean < .chance_mean
load tabular
score deletion method=ig y=1 sample=0..3 groups=columns
expect .mean < .chance_mean
