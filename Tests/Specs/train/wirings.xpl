# Networks that read pictures column by column, in a wiring of a learner's own.
load data fashion-mnist-512 limit=120
let plain = train deep wiring="in:24 | hidden:16 | recur:12 | out:8" epochs=2 batch=20 lr=0.002
expect $plain.epochs == 2
let gated = train r-lstm wiring="in:24 | lstm:10" epochs=2 batch=20 lr=0.002 dropout=0.2 persist=true
expect $gated.epochs == 2
let conv = train conv-deep wiring="conv:3x3x4 | pool:2 | in:16 | hidden:12 | recur:10" epochs=1 batch=20
expect $conv.epochs == 1
let half = train shallow columns=14 wiring="hidden:16 | recur:12" epochs=1 batch=40
condition y=1 composite=deep-taylor sample=0
# Steps share their weights, in a file, too.
let tied = (show model)
save model "tied.onnx"
load model "tied.onnx"
expect (show model).parameters == $tied.parameters
