# exit: 1
# error: layer relu2 has no channel 64
# What comes from a loop is checked when it is reached.
load
for c in 63..64 {
  condition layer=4 channel=$c y=1
}
