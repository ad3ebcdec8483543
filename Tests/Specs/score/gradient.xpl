# A gradient shares nothing out: what it adds or takes is the rule's doing, and the summary says where.
# output: plain gradient at
# output: kept by the rule
load
score conservation y=1 composite=gradient
