# exit: 1
# error: the last result is no attribution that could be judged: write attribute ig y=1 first, or add method=ig
load
score deletion
