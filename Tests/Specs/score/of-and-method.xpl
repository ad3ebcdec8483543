# exit: 1
# error: of= and method= can't be given together
load
let a = attribute ig y=1
score deletion of=$a method=ig
