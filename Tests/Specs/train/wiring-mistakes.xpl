# exit: 2
# error: is no part of a wiring
# error: has no state
# error: in another order
# error: can't be read 5 at a time
# error: hidden=
load data fashion-mnist-512 limit=20
train deep wiring="in:24 | dense:3"
train deep wiring="in:24"
train deep wiring="out:3 | in:24 | lstm:3"
train deep columns=5
train shallow hidden=3
