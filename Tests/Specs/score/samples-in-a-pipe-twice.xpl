# exit: 1
# error: sample is given twice
load
sample 0..3 | score deletion method=gradient sample=2
