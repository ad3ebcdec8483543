# exit: 2
# error: fashion-cnn has no layer "99"
# error: extract has no key "kk"
# error: there is no thing to extract "concept"
load
extract concepts layer=99
extract concepts kk=3
extract concept
