# exit: 2
# error: did you mean "input-x-gradient"?
load
attribute gradient-x-input y=1
