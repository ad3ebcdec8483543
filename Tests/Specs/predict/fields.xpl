load
let one = predict
expect $one.class == 1
expect $one.prob > 0.99
expect $one.logits.shape[1] == 10
expect $one.probs.sum == 1 within=1e-5
predict sample=0..4
expect .class[0] == 9
expect .prob.count == 5
