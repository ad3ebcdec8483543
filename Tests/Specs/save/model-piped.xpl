load model mobilenet-v2 weights=random seed=1 | save "net.onnx"
load model "net.onnx"
expect .model.layers == 152
let model = .model
save $model "again.onnx"
