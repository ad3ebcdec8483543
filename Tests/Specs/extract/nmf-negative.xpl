# exit: 1
# error: layer conv2 has values below 0, which nmf can't rebuild
load
load data fashion-mnist-512 limit=32
extract concepts k=2 layer=3 method=nmf
