# output: tcav: does the logit of
# output: parts
# Boots are what boots look like: along the direction of boots their logit grows.
load
let test = (tcav concept=class value=boot y=boot layers=last:3 runs=6 budget=30 seed=1)
show $test
expect $test.layers.count == 3
for score in $test.scores { expect $score > 0.9 }
for accuracy in $test.accuracies { expect $accuracy > 0.8 }
expect $test.significant[2] == 1
# Of samples that have nothing in common nothing grows surely.
let none = (tcav examples=[1, 50, 100, 150, 200, 250, 300, 350, 400, 450] y=boot layers=last:1 runs=6 seed=1)
expect $none.accuracies[0] < 0.8
