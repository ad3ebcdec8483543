# exit: 1
# error: sample 9 is not explained here
# error: explained are 0, 1, 2, 3 and 4
load tabular
attribute gradient y=1 sample=0..4 | plot bars sample=9
