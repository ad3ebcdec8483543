# exit: 1
# error: put values together by groups=, or estimate from a part of the sets
load
attribute shapley y=1
