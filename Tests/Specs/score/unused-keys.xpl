# exit: 2
# error: score fidelity has no key "sample"
# error: score fidelity has no keys
# error: layer= and at= can't be given together
load
extract concepts k=2
score fidelity sample=0 y=1
score conservation layer=4 at=4:50
