# output: 0.921875
# output: 7
load
predict sample=all
show .accuracy
show (3 + 4)
