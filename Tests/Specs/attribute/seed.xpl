# output: ; seed 5
:seed 5
load
attribute smoothgrad n=2
