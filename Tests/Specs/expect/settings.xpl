# exit: 2
# error: expect has no key "withn"
# error: did you mean "within"?
# error: this should be true or false and is a number
expect 1 == 1 withn=3
expect 3
