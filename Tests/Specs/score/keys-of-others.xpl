# exit: 2
# error: score deletion has no key "n"
# error: score sparseness has no key "steps"
# error: y= is for explaining
# error: perturbation=removal and noise= can't be given together
# error: score deletion method=grad-cam needs layer=
# error: there is no way of grouping "gird:4"
# error: did you mean "grid:4"?
# error: there is no method "igg"
load
score deletion method=ig y=1 n=3
attribute ig y=1
score sparseness steps=3
score deletion y=1
score infidelity perturbation=removal noise=0.2
score deletion method=grad-cam y=1
score deletion method=ig groups=gird:4
score deletion method=igg
