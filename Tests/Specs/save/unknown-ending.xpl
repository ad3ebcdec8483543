# exit: 2
# error: "heat.tiff" does not say what kind of file it is
# error: end its name in
# error: .md files can't be written yet
load
predict | save "heat.tiff"
save "session.md"
