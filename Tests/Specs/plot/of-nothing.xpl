# exit: 1
# error: this should be attributions or interactions of features and is a result (prediction)
load tabular
predict
plot bars
