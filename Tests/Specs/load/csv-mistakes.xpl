# exit: 2
# error: target=diagnoses names no column of the file
# error: did you mean "diagnosis"?
# error: the file has 31 columns: mean-radius
# error: this should be a way to treat missing values and is a number
# error: split=0.8 can't be used here: say which part is wanted: subset=train or subset=test
# error: target=y can't be used here: it is for tables, such as a .csv file
load data breast-cancer target=diagnoses
load data breast-cancer missing=7
load data breast-cancer split=0.8
load data fashion-mnist-512 target=y
