# exit: 2
# error: fashion-mnist-512 has 20 samples, and a map needs 25 or more
load
load data fashion-mnist-512 limit=20
map
