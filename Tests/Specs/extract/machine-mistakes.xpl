# exit: 1
# error: no machine has been extracted yet
load
trace sample=0
