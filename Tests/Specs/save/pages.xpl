# error: saved text.html
# error: saved table.html
load tabular
sample 0
attribute ig | save "table.html"
plot bars | save "bars.html"
show layers | save "text.html"
