# error: saved net.onnx: fashion-cnn
# A network that is saved is the same network when it is loaded again.
load
let before = (predict sample=0..9)
save model "net.onnx"
show layers | save "before.csv"
load model "net.onnx"
expect .model.name == "net"
expect .model.parameters == 130890
expect (predict sample=0..9).logits == $before.logits
condition layer=4 channel=50 y=1 sample=2
expect .sum == 0.1174 within=0.001
