# exit: 1
# error: a result (prediction) is no network, which .onnx files hold
# error: save model "FILE.onnx"
load
predict | save "net.onnx"
