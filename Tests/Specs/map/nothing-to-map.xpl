# exit: 2
# error: there is no model yet
# error: there is no data yet
map
