# exit: 2
# error: wrong-keys.xpl:9:19: error: plot bars has no key "feature"
# error: its keys are sample and top
# error: there is no kind of plot "beeswarm"
# error: give 1 to 10000
# error: is not a colour of 3 or 6 hexadecimal digits
load tabular
attribute gradient y=1
plot bars feature=3
plot beeswarm
plot summary top=0
plot summary colors=pink
plot network word=1
