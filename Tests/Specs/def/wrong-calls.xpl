# exit: 2
# error: share has no key "levels"
# error: share needs layer
# error: share takes at most 1 word
# error: "predict" is a verb already
# error: return stands outside of a def
def share(layer) { return $layer }
share 3 levels=4
share
share 3 layer=4
def predict() { return 3 }
return 4
