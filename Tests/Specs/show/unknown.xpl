# exit: 2
# error: there is no thing to show "layer"
# error: did you mean "layers"?
load
show layer
