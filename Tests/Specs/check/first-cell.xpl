# exit: 2
# error: there is no result of cell 4
# error: there is no last result yet
show $_
show $_4
