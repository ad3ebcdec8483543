# Concepts do not outlive their model or their data.
# exit: 1
# error: no concepts have been extracted yet
load
load data fashion-mnist-512 limit=32
extract concepts k=2
load data fashion-mnist-512
intervene concept=1 value=1 sample=2
