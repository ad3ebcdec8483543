# exit: 1
# error: value 1 is in the groups 0 and 1
load
attribute shapley groups=[[0,1],[1,2]]
