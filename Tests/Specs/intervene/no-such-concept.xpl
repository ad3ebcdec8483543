# exit: 1
# error: there is no concept 3: they count from 0 to 2
load
load data fashion-mnist-512 limit=32
extract concepts k=3
intervene concept=3 value=1
