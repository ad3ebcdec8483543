# %% [markdown]
# # The bundled network, trained again
#
# A network of the same layers and widths as the one that `load` brings learns from nothing, from the 60,000 pictures of Debian's
# package `dataset-fashion-mnist`, and is judged by the 10,000 others. Takes some minutes; the network is left in out/.
#
#     xpl Scripts/examples/bundled.xpl

# %%
load data fashion-mnist subset=train
let trained = (train cnn hidden=[32, 64, 64] epochs=10 batch=128 lr=0.001 valid=0.1 seed=0)
show $trained
save $trained "out/bundled-training.png"
save model "out/bundled.onnx"

# %% Pictures that it has not seen, beside the network that comes with the program.
load data fashion-mnist subset=test
let found = (predict sample=all).accuracy
load model fashion-cnn
let shipped = (predict sample=all).accuracy
show [$found, $shipped]
expect $found >= 0.91 name="it is right of 91 of 100" hint="more epochs, or another seed"
