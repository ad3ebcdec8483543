# exit: 2
# error: steps of -1 never lead from 1 to 5
# error: for can't go through text
for i in 1..5 by -1 { show $i }
for c in "word" { show $c }
