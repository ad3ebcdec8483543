# exit: 2
# error: there is no help on "predikt"
# error: did you mean "predict"?
?predikt
