# Classes of a table; the same seed gives the same network, another one another.
# output: cross-entropy
# output: % right
load data breast-cancer standardize=true
let one = train mlp hidden=16 lr=0.01 epochs=30 seed=2
show $one
expect $one.accuracy > 0.9
let again = train mlp hidden=16 lr=0.01 epochs=30 seed=2
expect $again.losses == $one.losses
let other = train mlp hidden=16 lr=0.01 epochs=30 seed=3
expect $other.loss != $one.loss
let plain = train mlp hidden=4 epochs=3 valid=0 optimizer=sgd momentum=0.9 nesterov=true
