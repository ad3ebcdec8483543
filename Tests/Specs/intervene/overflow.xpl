# exit: 1
# error: the prediction after the change holds NaN or infinity
load
intervene layer=4 channel=63 scale=3e38
