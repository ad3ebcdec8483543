# output: not defined
# output: removed: set to zeros
# output: as likely as not
load
compare ig occlusion y=1 scores=[infidelity, completeness] chance=2
expect .best[0] == none
