# exit: 1
# error: no concepts have been extracted yet
# Concepts belong to the model that they were found in.
load
extract concepts
load model fashion-cnn
intervene concept=0 value=1
