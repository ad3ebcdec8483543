# exit: 1
# error: these attributions have shape [1, 1, 28, 28]
# error: pictures are saved by: save "heat.png"
load
attribute gradient y=1 | plot bars
