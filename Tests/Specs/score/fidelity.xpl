# More concepts stand better for their layer.
load
load data fashion-mnist-512 limit=64
extract concepts k=1
let one = score fidelity
extract concepts k=24
let many = score fidelity
expect $many.kept > $one.kept
expect $many.kept > 0.8
expect $many.explained > $one.explained
