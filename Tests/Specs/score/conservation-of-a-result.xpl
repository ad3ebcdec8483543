# exit: 1
# error: score conservation judges no result of another command
load
attribute ig y=1 | score conservation
