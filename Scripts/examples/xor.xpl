# %% [markdown]
# # What no sum of parts can say: XOR
#
# The network says 1 where exactly one of its two inputs is 1: relu(a + b) - 2 relu(a + b - 1). At a = b = 1 it says 0, as it
# does at the baseline a = b = 0, and yet both inputs matter.

# %%
load xor
predict sample=0..3

# %% [markdown]
# Integrated gradients share out the difference of outputs. There is none, so each input gets 0.

# %%
attribute ig y=0
expect .attribution[0][0] == 0 within=0.000001

# %% [markdown]
# Integrated Hessians share out the same difference among pairs. Each input alone adds ½ ln 2; together they take it away again.
# Rows sum to the attributions above, which is why those were 0. ReLUs bend only at their kinks, and the path is followed from
# kink to kink: the numbers are exact.

# %%
interact ih y=0
expect .interactions[0][0][0] == 0.346574 within=0.000001
expect .interactions[0][0][1] == -0.346574 within=0.000001
save "out/xor.png"

# %% [markdown]
# Tools that take second derivatives of the ReLUs see nothing: they are 0 wherever they exist. Those that put softplus in the
# place of ReLUs explain another network. How far that one is from ours is printed with it.

# %%
interact hessian y=0
interact ih y=0 smooth=10
