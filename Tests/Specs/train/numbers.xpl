# A network learns products of features, becomes the current model, and comes back from a file with the same logits.
# output: weights of epoch
# output: mean squared error
load simulated kind=multiply features=6 pairs=4 n=1500 seed=3
let trained = train mlp hidden=[64,64] lr=0.005 seed=1
show $trained
expect $trained.r2 > 0.9
expect $trained.losses[0] > (5 * $trained.loss)
let before = predict sample=all
expect $before.error < 0.1
save model "trained.onnx"
load model "trained.onnx"
let after = predict sample=all
expect $after.logits == $before.logits within=0.00001
