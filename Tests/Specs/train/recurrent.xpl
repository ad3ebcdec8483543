# output: gru on synthetic-room by adam
# output: recurrence
# A network of two recurrent layers that answers at each step, saved, read again and trained on.
load data room
let first = train gru hidden=[12,8] epochs=3 batch=20 lr=0.01 seed=1
show $first
expect $first.accuracy > 0.9
show layers
save model "room.onnx"
let before = (predict sample=0..9)
load model "room.onnx"
let after = (predict sample=0..9)
expect $after.logits == $before.logits within=1e-5
let second = train epochs=2 batch=20 lr=0.005 seed=1
expect $second.loss < $first.loss
