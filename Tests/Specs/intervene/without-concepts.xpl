# exit: 1
# error: no concepts have been extracted yet; write first: extract concepts k=3
load
intervene concept=0 value=1
