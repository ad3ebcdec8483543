# exit: 2
# error: all-at-once.xpl:8:1: error: there is no verb "lode"
# error: all-at-once.xpl:9:9: error: predict has no key "sampel"
# error: all-at-once.xpl:10:9: error: nothing is called $x
# error: all-at-once.xpl:11:7: error: this divides by zero
# error: all-at-once.xpl:12:4: error: this should be true or false and is a number
# not output: model
lode
predict sampel=3
expect ($x + 1) == 2
show (1 / 0)
if 1 { for i in [$nothing] { show $i } }
