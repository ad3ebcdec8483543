# output: 5 concepts by logistic from 60 labelled samples
# output: tree from concepts to classes
# output: in truth
# output: corrected concepts, importance first
# A small network knows shapes; which of its layers know what else?
load data dsprites limit=600 seed=1
train strided-cnn hidden=[8,8,16] epochs=3 batch=50 seed=1
let found = (extract concepts from=labels budget=60 unlabelled=40 layers=last:4 seed=1)
show $found
expect $found.concepts.count == 5
for accuracy in $found.accuracies { expect $accuracy > 0 }
expect $found.mpo[0] == 1
expect $found.mpo[5] <= $found.mpo[1]
show decision
intervene concept=shape value=heart sample=3
intervene concept=0 value=1 sample=3
score interventions
score concepts
