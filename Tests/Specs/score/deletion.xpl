# The last explanation is judged, a piped one, one that a name stands for, or a new one: all the same.
# output: deletion of ig for y=1 (trouser): lower is better; of the probability; 784 groups in 50 steps; removed: set to zeros; seed 0
# output: chance: random orders, 10 for each sample
load
let kept = attribute ig y=1
score deletion
let value = .value
expect .value < (.chance - 4 * .deviation)
expect .curve.shape == [1, 51]
attribute ig y=1 | score deletion
expect .value == $value
expect (score deletion of=$kept).value == $value
expect (score deletion method=ig y=1).value == $value
# What was judged can be judged again, by another score.
score sparseness
expect .value > .chance
