# output: states in layer gru1 by k-means
# output: it begins in
# output: what matters
# A recurrent network, and the machine that does what it does.
load data room
let network = train gru hidden=[16] epochs=8 batch=20 lr=0.01 seed=1
let machine = (extract concepts k=3)
show $machine
expect $machine.count == 3
expect $machine.ceiling >= 0.98
expect $machine.fidelity >= 0.95
show transitions concept=1
let traced = (trace sample=9)
expect $traced.agreement > 0.8
# A state that is forced on it changes what follows; before that step nothing does.
let forced = (intervene concept=0 at=30 sample=9)
expect $forced.states[29] == $traced.states[29]
expect $forced.states[30] == 0
# Other days are read by the same machine.
load data room subset=test
let ladder = (score fidelity)
expect $ladder.end_to_end <= $ladder.hidden_to_label + 0.01
expect $ladder.threshold_accuracy > 0.9
