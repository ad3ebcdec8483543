# output: let: gives a value a name
# output: for: repeats statements
# output: if: chooses statements
# output: def: makes a verb
# output: include: runs another script
# output: expect: Checks that a condition holds
# output: help: explains
# output: convolution, linear
# output: pass, for layers that keep the shape
# output: epsilon-plus-flat
# output: occlusion:
# output: layer:channel@[positions]
# output: fashion-mnist-512: the first 512 test pictures
?let
?for
?if
?def
?include
?expect
?help
?layers
?rules
?composites
?methods
?units
?data
