# exit: 2
# error: 3 features make 3 pairs
# error: load simulated kind=tanh
# error: simulated data is no table
load simulated features=3 pairs=5
load data breast-cancer kind=tanh
load simulated target=x1
