# exit: 2
# error: task=colour can't be used here: join some of the concepts, each once: shape, scale, rotation, x, y
# error: dsprites has no subset 'train': choose small-skip or full
# error: concepts=tail names no column of the file
# error: task=shape can't be used here: it is for pictures that follow from factors
load data dsprites task=colour
load data dsprites subset=train
load data breast-cancer concepts=tail
load data breast-cancer task=shape
