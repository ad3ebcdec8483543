# exit: 1
# error: missing-file.xpl:6:12: error:
# error: there is no file
# error: nothing.onnx
# The check leaves files that can't be read to the run.
load model "nothing.onnx"
