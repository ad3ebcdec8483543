# exit: 2
# not output: 42
show 42
sho 43
