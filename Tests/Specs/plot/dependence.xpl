# output: value of worst-area
# output: colour: mean-texture
load tabular
let all = (attribute input-x-gradient y=1 sample=all)
plot $all dependence feature="worst-area" by="mean-texture"
expect .rows == 569
expect .columns[3] == "other value"
# By index, without a second feature, with dots moved aside.
plot $all dependence feature=23 jitter=1
expect .columns.count == 3
