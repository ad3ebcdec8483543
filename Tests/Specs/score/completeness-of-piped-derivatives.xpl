# exit: 1
# error: score completeness is not defined for gradient
load
attribute gradient y=1 | score completeness
