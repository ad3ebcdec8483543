# Pictures that follow from factors are drawn when they are asked for; their factors are concepts.
# error: drawn after dSprites by measured outlines, not read from the published file
# output: data dsprites: 36864 samples of shape [1, 64, 64] in 3 classes
# output: concepts and how many values each has: shape 3, scale 6, rotation 8, x 16, y 16
load data dsprites
show data
expect .concepts == ["shape", "scale", "rotation", "x", "y"]
expect .values[0] == ["square", "ellipse", "heart"]
# Shape, scale, rotation, x, y of the last one.
expect .annotations[36863] == [2, 5, 7, 15, 15]
load data dsprites task=shape-scale subset=full
expect .data.count == 737280
expect .data.classes[17] == "heart 1"
load data shapes3d-like limit=5 seed=1
expect .data.shape == [3, 64, 64]
