# output: seed 3
:seed 3
load
load data fashion-mnist-512 limit=32 seed=1
let a = extract concepts k=2
let b = extract concepts k=2 seed=3
expect $a.strengths == $b.strengths
show $a
