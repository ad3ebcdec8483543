# exit: 2
# error: there is no data yet
# error: load
sample 3
