# output: 3 methods, seeds 0 to 1, mean ± standard deviation
# output: joint-bottleneck, 60 labelled samples: shape
# output: always the most frequent value: shape
load data dsprites limit=600 seed=1
train strided-cnn hidden=[8, 8, 16] epochs=6 batch=50 seed=1
let found = (compare logistic multi-task joint-bottleneck budget=60 seeds=2 layers=last:3 epochs=5 unlabelled=20)
show $found
expect $found.methods.count == 3
expect $found.accuracies.shape[2] == 5
let curve = (compare logistic budget=[40, 100] seeds=1 layers=last:3 unlabelled=20)
expect $curve.budgets[1] == 100
for name in ["sequential-bottleneck", "independent-bottleneck"] {
  let one = (extract concepts from=labels method=$name budget=100 epochs=5 seed=1)
  show decision
  score interventions
  expect $one.concepts.count == 5
}
intervene concept=scale value=0.9 sample=3
