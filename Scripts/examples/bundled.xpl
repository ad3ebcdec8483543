# %% [markdown]
# # The bundled network, trained again
#
# This is how the network came about that `load` brings: it learns from nothing, from pictures of Debian's package
# `dataset-fashion-mnist`, 54,000 to learn from and 6,000 to choose its best weights by, and is judged by the 10,000 test
# pictures. Takes some minutes. What it left in out/bundled.onnx is now Sources/Data/Resources/fashion-mnist/model.onnx.
#
#     xpl Scripts/examples/bundled.xpl

# %%
load data fashion-mnist subset=train
let trained = (train cnn hidden=[32, 64, 64] epochs=10 batch=128 lr=0.001 valid=0.1 seed=0)
show $trained
save $trained "out/bundled-training.png"
save model "out/bundled.onnx"

# %% [markdown]
# Pictures that neither has seen, beside the network that comes with the program. Another processor, or a later version of
# xpl, may round sums otherwise; ten rounds of that lead to other weights, about as good.

# %%
load data fashion-mnist subset=test
let found = (predict sample=all)
load model fashion-cnn
let shipped = (predict sample=all)
show [$found.accuracy, $shipped.accuracy]
expect $shipped.accuracy >= 0.91 name="the bundled network is right of 91 of 100"
expect $found.accuracy == $shipped.accuracy within=0.01 name="so is the new one, within one of 100"
show ($found.logits == $shipped.logits)
