# exit: 2
# error: score completeness is not defined for saliency, which gives derivatives
# error: derivatives foretell what noise does, and ig says what each value contributed: leave noise= out
load
score completeness method=saliency y=1
score infidelity method=ig noise=0.1
