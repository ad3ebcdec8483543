# Of the groups that a method explained, each value has an even share where others are asked for.
load
let own = attribute feature-ablation groups=grid:4 y=1
score infidelity of=$own groups=grid:4
let whole = .value
score infidelity of=$own groups=grid:14
expect .value < (10 * $whole)
