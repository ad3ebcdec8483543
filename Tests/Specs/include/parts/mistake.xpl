# It uses what it does not have.
show $x
