# output: 0.3
# Steps don't add up their rounding.
let steps = 0..1 by 0.1
expect $steps.count == 11
expect $steps[3] == 0.3
expect $steps[10] == 1
for v in 0.3..0.1 by -0.1 { show $v }
