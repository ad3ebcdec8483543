# What passes a layer or a unit, and what a unit is explained by.
load
attribute grad-cam layer=6 y=1
expect .attribution.shape == [1, 1, 7, 7]
attribute grad-cam layer=6 y=1 relu=true
attribute guided-grad-cam layer=6 y=1
expect .attribution.shape == [1, 1, 28, 28]
attribute conductance layer=10 y=1 steps=8
expect .attribution.shape == [1, 128]
expect .residual == 0 within=0.001
attribute internal-influence layer=10 y=1 steps=8
attribute neuron-conductance at=3:5@[40] y=1 steps=8
expect .attribution.shape == [1, 1, 28, 28]
for method in [gradient, ig, deeplift, guided-backprop] {
  attribute $method at=3:5@[40]
  expect .attribution.shape == [1, 1, 28, 28]
}
attribute deeplift layer=3 at=10:7
expect .residual == 0 within=0.001
