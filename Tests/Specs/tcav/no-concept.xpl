# exit: 1
# error: concept
load
tcav concept=colour value=red
