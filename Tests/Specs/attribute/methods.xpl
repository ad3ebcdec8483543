load
for method in [gradient, input-x-gradient, guided-backprop, deconvnet, lrp] {
  attribute $method y=1
  expect .attribution.shape[3] == 28
}
attribute smoothgrad n=3 seed=1
attribute occlusion window=7 stride=7
