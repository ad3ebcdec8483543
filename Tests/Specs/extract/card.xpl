# The third line of the card.
# output: 3 concepts in layer relu3 by non-negative factorisation over 512 samples; converged to 1e-05
# output: strongest in samples
load
extract concepts k=3
expect .count == 3
expect .layer == "relu3"
expect .directions.shape[0] == 3
expect .directions.shape[1] == 64
expect .strengths.shape[0] == 512
expect .explained > 0.3
expect .explained < 1
expect .shares[0] >= $_.shares[1]
