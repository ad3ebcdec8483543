# exit: 2
# error: fashion-mnist-512 has no sample 512
# error: fashion-mnist-512 has 512 samples: 0 to 511
load
sample 500..512
