# Relevance by the gradient's composite is derivatives.
# exit: 1
# error: score completeness is not defined for lrp, which gives derivatives
load
let lrp = score infidelity method=lrp composite=gradient initial=1 y=1
let gradient = score infidelity method=gradient y=1
expect $lrp.value == $gradient.value within=0.0001
score completeness method=lrp composite=gradient y=1
