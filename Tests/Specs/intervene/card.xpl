# The card's last line: a concept at its typical high strength, then without it.
# output: sample 2: trouser (class 1) logit
load
extract concepts k=3
intervene concept=2 value=1
expect .before.shape[1] == 10
let without = intervene concept=2 value=0
expect $without.logits[0][1] < 9
let both = intervene concept=[0,2] value=[1,0]
expect $both.logits[0][1] != $without.logits[0][1]
