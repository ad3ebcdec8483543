# error: made the folder nowhere/near
# error: saved nowhere/near/logits.npy
load
predict | save "nowhere/near/logits.npy"
load data "nowhere/near/logits.npy"
