# exit: 1
# error: logistic learns concepts from labels: write from=labels
load
extract concepts method=logistic
