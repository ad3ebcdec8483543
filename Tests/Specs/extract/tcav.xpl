# output: how often class
# output: direction right of
# Bags seen from the inside: what a class shares is a concept of it.
load
let test = (extract tcav class=8 y=8 runs=6)
show $test
expect $test.accuracies[0] > 0.7
expect $test.scores[0] > $test.random[0]
let two = (extract tcav examples=0..9 y=1 layers=last:3 runs=4)
expect $two.p[0] <= 1
