# What a score knows by its own keys is what it finds here by them; what a method takes, too, is the method's.
# output: 3 moved copies
# output: 7 draws of noise of 0.2 of the range
# output: in 4 steps
# output: in 50 steps
load
compare gradient lrp y=1 scores=sensitivity n=3 radius=0.1 chance=2
let compared = .scores
score sensitivity method=gradient y=1 n=3 radius=0.1 chance=2
expect .value == $compared[0][0] within=1e-6
compare gradient input-x-gradient y=1 scores=infidelity n=7 perturbation=noise noise=0.2 normalize=true chance=2
let infidelity = .scores
score infidelity method=gradient y=1 n=7 perturbation=noise noise=0.2 normalize=true chance=2
expect .value == $infidelity[0][0] within=1e-6
compare gradient lrp y=1 scores=deletion steps=4 output=logit chance=2
let deletion = .scores
score deletion method=lrp y=1 steps=4 output=logit chance=2
expect .value == $deletion[1][0] within=1e-6
compare ig gradient y=1 scores=deletion steps=16 chance=2
let usual = .scores
score deletion method=gradient y=1 chance=2
expect .value == $usual[1][0] within=1e-6
