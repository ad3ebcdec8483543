# exit: 1
# error: there are concepts 0 to 2, and no 3
load
load data fashion-mnist-512 limit=32
extract concepts k=3
intervene concept=3 value=1
