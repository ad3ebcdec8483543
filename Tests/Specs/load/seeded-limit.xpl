# A limit takes the first samples; with a seed it is a random choice, the same for the same seed.
load data fashion-mnist-512
let all = (sample 0..6).label
load data fashion-mnist-512 limit=7
expect (sample all).label == $all
load data fashion-mnist-512 limit=7 seed=3
let chosen = (sample all).label
expect $chosen != $all
load data fashion-mnist-512 limit=7 seed=3
expect (sample all).label == $chosen
load data fashion-mnist-512 limit=7 seed=4
expect (sample all).label != $chosen
