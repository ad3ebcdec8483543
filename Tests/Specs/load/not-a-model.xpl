# exit: 1
# error: error:
# error: one.npy
load
let one = [1]
save $one "one.npy"
load model "one.npy"
