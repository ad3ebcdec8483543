# exit: 2
# error: layer relu2 has no channel 64
# error: concept= and layer= can't be given together
# error: value= and scale= can't be given together
# error: intervene needs value= or, for units, scale=: what they are changed to
# error: intervene needs concept=, layer= or at=: what is to be changed
load
intervene layer=4 channel=64 value=0
intervene concept=1 layer=4 value=0
intervene layer=4 value=0 scale=1
intervene layer=4
intervene value=1
