# output: mean |attribution| over 569 samples, with standard deviation
# output: +-
# What was plotted can be plotted again.
load tabular
attribute input-x-gradient y=1 sample=all | plot bars top=5
expect .rows == 5
expect .columns[2] == "deviation"
plot bars sample=3
expect .rows == 20
