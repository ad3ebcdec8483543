# exit: 1
# error: 5 examples are needed at least
load
extract tcav examples=[1, 2, 3] y=1
