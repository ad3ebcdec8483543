# %% [markdown]
# # An image: which pixels, which patches, and which patches together?

# %%
load

# %% [markdown]
# Integrated gradients from a black image. ReLUs are followed by secants, so that the sum is exact; from a blurred copy of the same
# image, only what the blur took away is left to explain.

# %%
attribute ig y=trouser | save "out/ig.png"
attribute ig y=trouser baseline=blur | save "out/ig-blur.png"

# %% [markdown]
# Patches instead of pixels: 16 patches can be taken away in 65,536 ways, all of which are tried.

# %%
attribute shapley y=trouser groups=grid:7 | save "out/shapley.png"
attribute kernel-shap y=trouser groups=slic:30 | save "out/superpixels.png"

# %% [markdown]
# Where in the last layer with positions?

# %%
attribute grad-cam layer=7 y=trouser | save "out/grad-cam.png"

# %% [markdown]
# Which of these heatmaps is to be believed? Pixels that matter are missed when they are removed first, and what a method says of
# parts of the image should foretell what the network loses without them. Chance stands beside each number.

# %%
compare gradient input-x-gradient ig lrp y=trouser sample=[2, 3, 5] scores=[deletion, infidelity, completeness]
save "out/methods.png"
attribute ig y=trouser | score deletion | save "out/deletion.png"

# %% [markdown]
# Which patches matter together? The path is followed on the network with softplus in place of each ReLU; how far that one is from
# ours is printed.

# %%
interact ih y=trouser groups=grid:7 smooth=10 | save "out/patches.png"
interact shapley-interaction y=trouser groups=grid:7
