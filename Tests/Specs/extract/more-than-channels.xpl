# exit: 1
# error: more-than-channels.xpl:4:20: error: 129 concepts can't be found in 128 channels
load
extract concepts k=129 layer=11
