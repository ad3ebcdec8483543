# exit: 1
# error: 6 at least are needed
load
tcav examples=[1, 2] y=sneaker
