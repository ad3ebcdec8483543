# Texts of a table are cut into tokens, and who cuts them is asked for.
# exit: 1
# error: there is no tokenizer yet
load
rank layer=4 y=1 | save "texts.csv"
load data "texts.csv" text=0
