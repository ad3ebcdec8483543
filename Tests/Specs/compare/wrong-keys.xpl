# exit: 2
# error: ig is given twice
# error: has no key "window"
# error: says something of features and
# error: compare with grad-cam needs layer=
# error: has no key "scores"
# error: methods are compared on one target
# error: did you mean "gradient"?
# error: did you mean "deletion"?
load
compare ig ig
compare ig gradient window=3
compare ig hessian
compare ig grad-cam
compare ih hessian scores=sparseness
compare ig gradient y=all
compare ig gradeint
compare ig gradient scores=[delection]
