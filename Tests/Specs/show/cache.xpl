# A second condition on the same sample computes nothing that the first one did.
load
condition layer=4 channel=50 y=1
show cache
let before = .count
condition layer=4 channel=63 y=1
show cache
expect .count == $before name="entries after a condition that shares all but its own pass"
condition layer=4 channel=63 y=1 sample=3
show cache
expect .count > $before
