# exit: 2
# error: interact hessian has no key "references"
load tabular
interact hessian references=3
