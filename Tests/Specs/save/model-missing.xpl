# exit: 2
# error: there is no model yet
save model "net.onnx"
