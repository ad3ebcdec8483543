# Data whose target is made of pairs remembers them.
# output: simulated-maximum: 300 samples of shape [4]
load simulated kind=maximum features=4 pairs=3 n=300 seed=5
let data = show data
show $data
expect $data.count == 300
expect $data.truth[0][0] == 0
expect $data.truth[1][2] == $data.truth[2][1]
let sum = ($data.terms[7][0][1] + $data.terms[7][0][2] + $data.terms[7][0][3] + $data.terms[7][1][2] + $data.terms[7][1][3] + $data.terms[7][2][3])
expect $data.targets[7] == $sum within=0.00001
load simulated split=0.8 subset=test n=500 seed=5
expect .data.count == 100
