# error: synthetic: no patient was measured for this; 40 of them, seed 5
# output: data synthetic-hospital: 40 samples of shape [48, 17] in 2 classes
:seed 5
load data hospital n=40
show data
# output: sequences of 48 steps with 17 features each; of all steps
# output: heart-rate
expect .classes == ["healthy", "sick"]
let whole = show data
load data hospital n=40 subset=test
expect .data.count == 10
load data hospital n=40 limit=7
show data
expect .steps[6] == $whole.steps[6]
