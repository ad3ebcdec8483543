# exit: 2
# error: give 1 to 100000
load
attribute smoothgrad n=1e18
