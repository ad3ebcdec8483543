# exit: 2
# error: nothing is called $i
for i in 1..2 { show $i }
show $i
