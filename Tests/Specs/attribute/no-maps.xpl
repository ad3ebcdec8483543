# exit: 1
# error: grad-cam needs channels of one map each
load
attribute grad-cam layer=10
