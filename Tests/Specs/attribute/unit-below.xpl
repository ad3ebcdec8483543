# exit: 1
# error: layer 6 comes after layer 3, whose unit is explained
load
attribute gradient layer=6 at=3:5
