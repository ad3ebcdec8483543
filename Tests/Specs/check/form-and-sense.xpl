# What is wrong in form does not hide the rest; what a broken line was to name is taken as named.
# exit: 2
# error: form-and-sense.xpl:16:1: error: there is no verb "sho"
# error: form-and-sense.xpl:17:
# error: form-and-sense.xpl:18:1: error: there is no verb "predit"
# error: form-and-sense.xpl:21:6: error: nothing is called $nowhere
# error: form-and-sense.xpl:22:
# not error: called $a
# not error: called $x
# not error: "twice"
# not error: there is no model
load
load data "form.npz"
let b = 2
# The broken ones are lines 17 and 22.
sho 3
let a = (1 + 
predit
show $a
predict sample=0 y=99999999
show $nowhere
def twice(x {
  shwo 3
  return $x
}
twice 4
