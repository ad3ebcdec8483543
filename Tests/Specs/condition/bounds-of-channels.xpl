# exit: 1
# error: bounds-of-channels.xpl:4:47: error: low= has 2 numbers for an input of 1 channel
load
condition y=1 composite=epsilon-gamma-box low=[0, 1] high=1
