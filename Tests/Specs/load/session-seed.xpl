# A limit chooses at random, by the seed of the session unless another is given.
:seed 3
load data fashion-mnist-512 limit=7
let labels = (sample all).label
load data fashion-mnist-512 limit=7 seed=3
expect (sample all).label == $labels
load data fashion-mnist-512 limit=7 seed=4
expect (sample all).label != $labels
