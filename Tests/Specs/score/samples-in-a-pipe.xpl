# output: sample 1: 
# output: mean
load
sample 0..3 | score conservation y=1
sample 0..3 | score deletion method=gradient chance=2
