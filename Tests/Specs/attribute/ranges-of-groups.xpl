# Ranges among lists of values stand for their numbers.
load tabular
attribute feature-ablation groups=[[0..9],[10..28,29]] y=0
let ranges = .groups
attribute feature-ablation groups=[[0,1,2,3,4,5,6,7,8,9],[10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29]] y=0
expect $ranges == .groups
attribute feature-ablation groups=[0..9,10..29] y=0
expect $ranges == .groups
