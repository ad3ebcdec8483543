# exit: 2
# error: there is nothing called ":sead"
# error: did you mean ":seed"?
:sead 3
