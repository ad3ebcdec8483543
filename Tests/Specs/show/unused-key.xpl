# exit: 2
# error: show layers has no key "gamma"
# error: show a number has no key "composite"
load
show layers gamma=3
show 3 composite=epsilon-plus
show rules gamma=3
