# A def sees what was bound where it was made.
let n = 1
def one() { return $n }
let n = 2
let x = one
expect $x == 1
