load
sample 7..9 | predict
expect .logits.shape[0] == 3
