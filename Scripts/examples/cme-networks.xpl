# %% [markdown]
# # The networks that cme.xpl reads concepts from
#
# They tell shapes, or shapes with their sizes, on drawings like those of dSprites, and shapes of solids in rooms like those of 3D
# Shapes: strided convolutions with batch norm, then three dense layers. A fifth of the pictures is held out. Takes a quarter of an hour on
# two cores; what it wrote lies beside it in cme/.
#
#     xpl Scripts/examples/cme-networks.xpl

# %%
load data dsprites task=shape
let shape = (train strided-cnn epochs=8 lr=0.001 seed=1)
save model "out/shape.onnx"
expect $shape.accuracy > 0.97

# %%
load data dsprites task=shape-scale limit=18000 seed=1
train strided-cnn epochs=8 patience=14 lr=0.001 seed=1
let both = (train epochs=3 patience=4 lr=0.0001 seed=1)
save model "out/shape-scale.onnx"
expect $both.accuracy > 0.7

# %%
load data shapes3d-like task=shape
train strided-cnn epochs=5 patience=6 lr=0.001 seed=1
let solid = (train epochs=2 patience=4 lr=0.0001 seed=1)
save model "out/solid.onnx"
expect $solid.accuracy > 0.97
