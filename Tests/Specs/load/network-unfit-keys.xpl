# exit: 2
# error: there is no network "resnet19"
# error: did you mean "resnet18"?
# error: there is no network "net.onnx"
# error: limit= is for data, and resnet18 is a network
load model resnet19 weights=random
load model "net.onnx" weights=random
load model resnet18 weights=random limit=3
