# exit: 1
# error: score deletion judges attributions
load tabular
interact hessian y=1
score deletion
