# exit: 1
# error: shap
load data dsprites limit=200 seed=1
load model fashion-cnn
extract tcav concept=shap value=heart y=1
