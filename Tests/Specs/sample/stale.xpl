# Samples that were chosen from other data are looked up in the current data.
# exit: 1
# error: ten has no sample 500
# error: ten has 10 samples: 0 to 9
load
let s = sample 500..511
sample 0..9 | save "ten.npz"
load data "ten.npz"
sample $s
