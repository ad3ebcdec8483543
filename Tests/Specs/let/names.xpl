let a = 3
let b = ($a * 2 - 1)
expect $b == 5
let a = "text"
expect $a == "text"
expect not ($b > 5 or $b < 5)
