# exit: 3
# error: this is not met: expected .class == 3, and .class is 1
# error: have another look
# not output: 4711
load
predict
expect .class == 3 hint="have another look"
show 4711
