# exit: 1
# error: 65 concepts can't be found in 64 channels: choose k from 1 to 64
load
extract concepts k=65
