# exit: 2
# error: attribute gradient has no key "window"
# error: there is no method "gradients"
# error: did you mean "gradient"?
load
attribute gradient window=3
attribute gradients
