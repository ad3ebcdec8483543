# exit: 1
# error: sae finds concepts without labels: leave from=labels out
load data dsprites limit=200 seed=1
load model fashion-cnn
extract concepts from=labels method=sae
