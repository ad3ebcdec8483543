# exit: 2
# error: Ctrl-D leaves the prompt
# not error: did you mean
exit
