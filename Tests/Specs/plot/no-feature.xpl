# exit: 1
# error: the explanation has no feature "worst-aera"
# error: did you mean "worst-area"?
load tabular
attribute gradient y=1 sample=0..4 | plot dependence feature="worst-aera"
