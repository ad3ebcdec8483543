# exit: 2
# error: fashion-cnn has no class 10
# error: fashion-cnn has 10 classes: 0 to 9
# error: there is no class "trousers"
# error: did you mean "trouser"?
load
predict y=10
predict y=trousers
