# exit: 1
# error: a number can't be saved as .png
let x = (1 + 1)
save $x "x.png"
