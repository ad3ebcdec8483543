# exit: 2
# error: subset
load data fashion-mnist-512 subset=validation
