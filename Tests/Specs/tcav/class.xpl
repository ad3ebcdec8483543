# output: tcav: does the logit of
# output: parts
# Sneakers are what sneakers look like: along their direction their logit grows.
load
let test = (tcav concept=class value=sneaker y=sneaker layers=last:3 runs=20 budget=30 seed=1)
show $test
expect $test.layers.count == 3
for score in $test.scores { expect $score > 0.9 }
for accuracy in $test.accuracies { expect $accuracy > 0.8 }
expect $test.significant[2] == 1
# Of samples that have nothing in common nothing grows surely.
let nothing = (tcav examples=[1, 50, 100, 150, 200, 250, 300, 350, 400, 450] y=sneaker layers=last:1 runs=6 seed=1)
expect $nothing.accuracies[0] < 0.8
