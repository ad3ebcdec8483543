# exit: 2
# error: logistic learns concepts from labels
load
compare logistic ig y=1
