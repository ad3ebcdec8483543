# exit: 2
# error: there is no way of grouping "patches"
# error: a whole number from 1 to 100000, such as grid:4
# error: attribute gradient has no key "groups"
load
attribute shapley groups=patches
attribute shapley groups=grid:0
attribute gradient groups=grid:4
