# %% [markdown]
# # What a network knows beside its task, from a hundred labels
#
# A network that was trained to tell shapes knows more of its pictures: sizes, places. Concept-based model extraction (CME, Kazhdan
# et al. 2020) finds from few labels in which layer it knows what, predicts the concepts from there, and makes the network's decision
# from them by a model that can be read. Three tasks: shapes of dSprites; shapes with their sizes; shapes of solids in a room.
#
#     xpl Scripts/examples/cme.xpl
#     xpl Scripts/examples/cme.xpl full
#
# The networks were trained by [cme-networks.xpl](cme-networks.xpl); the second of them for a short time, so that it knows about as much as
# that of the re-implementation whose figures are asked for below. The first takes a few minutes a task; the second, with all
# methods and five seeds, the better part of a day. Figures are left in out/.

# %%
def isFull() {
  if $args.count > 0 { return ($args[0] == "full") }
  return false
}
def choose(quick, full) {
  if (isFull) { return $full }
  return $quick
}
let seeds = choose 2 5
let many = choose 3000 12000
let epochs = choose 12 40

# %% [markdown]
# For each task: how often the network is right; what three methods make of 100 labels; which layer knows which concept; what
# correcting concepts does to the decision; and a joint bottleneck, a network of its own that is trained on many more labels.

# %%
def few() {
  if (isFull) {
    return (compare logistic spreading boosted tree net2vec multi-task budget=100 seeds=$seeds)
  }
  return (compare logistic net2vec budget=100 seeds=$seeds layers=[relu1, relu2, relu3, relu4, relu5, relu6, fc3])
}
def study(network, methods, layers, decision, corrections) {
  load model $network
  let labelled = (few)
  save $labelled $methods
  let found = (extract concepts from=labels budget=100 layers=[relu1, relu2, relu3, relu4, relu5, relu6, fc3])
  save $found $layers
  show decision
  save $decision
  let corrected = (score interventions)
  save $corrected $corrections
  let bottleneck = (compare joint-bottleneck budget=$many seeds=1 epochs=$epochs)
  return [$found.network_accuracy, $labelled, $corrected, $bottleneck, $found]
}

# %% Shapes.
load data dsprites task=shape
let shape = study "Scripts/examples/cme/shape.onnx" "out/cme-shape-methods.png" "out/cme-shape-layers.png" \
  "out/cme-shape-decision.png" "out/cme-shape-corrections.png"
show $shape[1]
show $shape[4]
show $shape[2]
show $shape[3]

# %% Shapes and sizes.
load data dsprites task=shape-scale
let both = study "Scripts/examples/cme/shape-scale.onnx" "out/cme-both-methods.png" "out/cme-both-layers.png" \
  "out/cme-both-decision.png" "out/cme-both-corrections.png"
show $both[1]
show $both[4]
show $both[2]
show $both[3]

# %% Solids in a room, drawn to resemble the published set.
load data shapes3d-like task=shape
let solid = study "Scripts/examples/cme/solid.onnx" "out/cme-solid-methods.png" "out/cme-solid-layers.png" \
  "out/cme-solid-decision.png" "out/cme-solid-corrections.png"
show $solid[1]
show $solid[4]
show $solid[2]
show $solid[3]

# %% [markdown]
# The claims, and what we saw. Concepts are predicted as well as by a bottleneck, at a fraction of the labels: so it is for shapes and solids
# (97 % and 100 % with 100 labels; the bottleneck 43 % and 100 % with 3000). Correcting concepts makes decisions right: so it is where the
# network has learned its task; where it has not, the tree learned what goes with its mistakes, and only learned anew it gains. What the
# task does not need can be read, too: places stand in convolutions, 35 to 40 % right where one in fourteen is chance.
# `accuracies` are by method, number of labels and concept.

# %%
expect $shape[0] > 0.97 name="shapes: the network knows its task"
expect $both[0] > 0.7 name="shapes and sizes: the network knows three of four"
expect $solid[0] > 0.97 name="solids: the network knows its task"
expect $shape[1].accuracies[0][0][0] > $shape[3].accuracies[0][0][0] name="shape from 100 labels, better than a bottleneck with 30 times as many"
expect $shape[2].gain > 0 name="corrected concepts make more decisions right"
for task in [$shape, $both] {
  expect $task[1].accuracies[0][0][3] > 0.3 name="x, which the task does not need, is read where one in fourteen is chance"
}
for accuracy in $solid[4].accuracies {
  expect $accuracy > 0.75 name="each concept of solids is read"
}
