# A network that expects standardized numbers gets them; the data keeps what was subtracted and divided by.
load data breast-cancer standardize=true
# error: numbers are standardized over all rows
show data
# output: divided by
# output: 14.13
load model tabular-softplus
predict sample=all
expect .accuracy < 0.9
