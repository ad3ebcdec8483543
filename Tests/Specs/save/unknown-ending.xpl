# exit: 2
# error: "heat.tiff" does not say what kind of file it is
# error: end its name in .csv, .html, .json, .npy, .npz, .onnx, .pdf, .png, .svg or .xpl
# error: .md files can't be written yet
load
predict | save "heat.tiff"
save "session.md"
