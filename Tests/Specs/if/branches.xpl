# output: two
let n = 2
if $n == 1 { show 1 } else if $n == 2 { let word = "two"; expect $word == "two"; show [1, $word] } else { show 3 }
if true and not false { show [1, "two"] }
