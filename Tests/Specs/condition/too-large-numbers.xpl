# exit: 2
# error: too-large-numbers.xpl:7:23: error: 1e+39 is out of range
# error: give -3.4e+38 to 3.4e+38
# error: too-large-numbers.xpl:8:21: error: 1e+39 is out of range
# error: give 0 to 3.4e+38
load
condition y=1 initial=1e39
condition y=1 gamma=1e39
