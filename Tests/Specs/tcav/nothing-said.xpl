# exit: 1
# error: tcav needs concept= with value=, or examples=
load
tcav y=sneaker
