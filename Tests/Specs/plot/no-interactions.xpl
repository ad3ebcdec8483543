# exit: 1
# error: these attributions say nothing of pairs
load tabular
attribute gradient y=1 sample=0..4 | plot pairs top=5
