# exit: 2
# error: load has no key "limits"
# error: did you mean "limit"?
load data fashion-mnist-512 limits=3
