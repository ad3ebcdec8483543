# exit: 2
# error: is an empty list
load
condition at=4:50@[] y=1
