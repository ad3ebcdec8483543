:seed 3
load
let a = attribute smoothgrad n=2
let b = attribute smoothgrad n=2 seed=3
expect $a.attribution == $b.attribution
