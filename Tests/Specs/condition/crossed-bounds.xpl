# exit: 1
# error: crossed-bounds.xpl:4:47: error: low=1.0 is above high=0.0
load
condition y=1 composite=epsilon-gamma-box low=1 high=0
