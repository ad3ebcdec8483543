# output: from 0
# output: 27 others
# output: sum
load tabular
attribute input-x-gradient y=1 sample=[3, 7] | plot waterfall sample=7 top=3
expect .rows == 4
