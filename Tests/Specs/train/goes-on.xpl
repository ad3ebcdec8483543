# Without a network's name the current one goes on learning, from where it is; a checkpoint is the best so far.
load data fashion-mnist-512 limit=200
let first = train cnn hidden=[4,8] epochs=2 batch=20 seed=3
let second = train epochs=2 batch=20 seed=3 checkpoint="best.onnx"
expect $second.losses[0] < $first.losses[0]
let now = (predict sample=0..4)
load model "best.onnx"
let kept = (predict sample=0..4)
expect $kept.logits == $now.logits within=1e-4
