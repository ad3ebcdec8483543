# error: the weights of mobilenet-v2 are random, from seed 5
# error: the weights of mobilenet-v2 are random, from seed 2
# Left out, the seed is the session's.
:seed 5
load mobilenet-v2 weights=random
load mobilenet-v2 weights=random seed=2
