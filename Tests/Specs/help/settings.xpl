# exit: 2
# error: there is no setting ":sead"
# error: did you mean ":seed"?
:sead 3
