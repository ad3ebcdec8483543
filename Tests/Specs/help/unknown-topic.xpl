# exit: 2
# error: there is no help on "compositse"
# error: did you mean "composites"?
?compositse
