# exit: 1
# error: nowhere/logits.npy
load
predict | save "nowhere/logits.npy"
