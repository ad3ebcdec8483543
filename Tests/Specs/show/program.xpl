# output: input 'mask of layer 4'
# The program is that of what was explained last; which channels is an input of it.
load
condition layer=4 channel=50 y=1
show program
show plan
