# output: k=2:
# output: k=4:
# Of several numbers of states the best is taken.
load data tomita k=4 n=200
let network = train gru hidden=[10] epochs=15 batch=20 lr=0.02 seed=1 valid=0
let machine = (extract concepts k=2..4 mend=false)
show $machine
expect $machine.count >= 2
