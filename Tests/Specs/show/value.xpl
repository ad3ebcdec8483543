# output: 0.91796875
# output: 7
load
predict sample=all
show .accuracy
show (3 + 4)
