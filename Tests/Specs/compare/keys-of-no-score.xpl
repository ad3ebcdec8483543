# exit: 2
# error: has no key "radius"
# error: perturbation=removal and noise= can't be given together
load
compare gradient lrp y=1 scores=deletion radius=0.1
compare gradient lrp y=1 scores=infidelity perturbation=removal noise=0.1
