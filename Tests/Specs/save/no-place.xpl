# exit: 2
# error: its folder '/dev/null/near' does not exist
# not output: model
load
predict | save "/dev/null/near/logits.npy"
