# exit: 1
# error: mnist-maj comes without its files: say by from= in which folder
load data mnist-maj
