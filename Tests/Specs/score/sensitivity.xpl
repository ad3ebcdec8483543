# Explanations change less where samples move less, and less than ones in random order.
# output: 10 moved copies, seed 0
load
attribute gradient y=1
score sensitivity radius=0.001
let little = .value
expect $little < .chance
score sensitivity radius=0.1
expect .value > $little
