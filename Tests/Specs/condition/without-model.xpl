# exit: 2
# error: there is no model yet
condition layer=4 channel=50 y=1
