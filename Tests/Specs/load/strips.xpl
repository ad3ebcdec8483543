# Strips of pictures, of which most are of their class. Whether the pictures are installed is not known here.
# exit: 2
# error: items=4 can't be used here: take an odd number from 3 to 99
# error: from=nowhere can't be used here: there is no file 'nowhere/train-images-idx3-ubyte', nor .gz
# error: fashion-maj has no subset 'all': choose train or val or test
# error: k=2 can't be used here: it is for words: load tomita
load data fashion-maj items=4
load data mnist-maj from="nowhere"
load data fashion-maj subset=all
load data mnist-maj k=2
