# exit: 1
# error: layer conv3 comes after layer conv2, whose unit is explained
load
attribute gradient layer=6 at=3:5
