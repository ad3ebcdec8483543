# exit: 2
# error: there is no concept "shap"
# error: did you mean "shape"?
load
load data dsprites limit=60
map by=[class, shap]
