# exit: 2
# error: prediction has no field "logit"
# error: did you mean "logits"?
load
predict
expect .logit.sum > 0
