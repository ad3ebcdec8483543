# output: correlation with the value
# not output: height: interaction
load tabular
attribute input-x-gradient y=1 sample=0..99 | plot summary top=3 | save "summary.csv"
expect .rows == 300
save "summary.png"
save "summary.svg"
save "summary.pdf"
plot summary top=1 colors=green-gold
expect .rows == 100
