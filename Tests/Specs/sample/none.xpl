# exit: 2
# error: this should be a sample, a range, a list, or all, and is nothing
load
condition y=1 sample=none
