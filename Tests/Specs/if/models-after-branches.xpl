# exit: 1
# error: has no layer "conv9"
# Which model is current after a branch is only known when it runs.
load
if 1 == 1 { load }
condition layer=conv9 y=1
