load
for composite in [epsilon-plus, epsilon-plus-flat, guided-backprop] {
  condition y=1 composite=$composite
  expect .heatmap.shape[0] == 1
}
