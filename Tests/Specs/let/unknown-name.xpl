# exit: 2
# error: nothing is called $lenght
# error: did you mean "$length"?
let length = 3
expect $lenght == 3
