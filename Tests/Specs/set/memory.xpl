# The memory decides how many conditions run together, not what comes out.
load
condition layer=4 channel=all y=1
let all = $_.heatmap
:set memory=64M
condition layer=4 channel=all y=1
expect .heatmap == $all within=0.00001
:memory 1.5G
:set seed=7
