# exit: 2
# error: "heat.tiff" does not say what kind of file it is
# error: end its name in .csv, .html, .ipynb, .json, .md, .npy, .npz, .onnx, .pdf, .png, .svg or .xpl
load
predict | save "heat.tiff"
