# exit: 2
# error: k=2 can't be used here: it is for words: load tomita
# error: window=10 can't be used here: it is for tables, such as a .csv file, and for room
# error: columns=readable can't be used here: it is for arrays of the MIMIC-III benchmarks (.npy)
# error: window=2000 can't be used here: a day has 1440 rows: take a shorter one
# error: give 1 to 7
load data room window=60 stride=2 k=2
load data fashion-mnist-512 window=10
load data hospital columns=readable
load data room window=2000
load data tomita k=8
