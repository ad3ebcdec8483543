# %% [markdown]
# # Which part of the trousers made channel 50 matter?
#
# Run it where a folder `out` is: `mkdir -p out`, then `xpl Scripts/examples/which-part.xpl`.

# %%
load
predict y=trouser
save $_ "out/prediction.png"

# %% [markdown]
# Layer 4, called relu2, has 64 channels. Each one's share of the relevance for class 1 says how much the answer owes to
# it; channel 50 is in the middle.

# %%
rank layer=4 y=1
save $_ "out/ranking.png"

# %% [markdown]
# Relevance that has to pass channel 50 ends where dark turns to bright from left to right: at the left edge of the waist,
# and inside, where the leg on the right begins.

# %%
condition layer=4 channel=50 y=1
save $_ "out/channel-50.png"

# %% [markdown]
# All channels, each as a condition of its own: they look at different parts.

# %%
condition layer=4 channel=all y=1
save $_ "out/channels.png"

# %% [markdown]
# A channel has one neuron for each of its 14 x 14 positions, counted row by row. Neuron 3 (row 0, column 3) carries the
# largest part of channel 50's relevance: it looks at the waist. Neuron 133 (row 9, column 7) looks at the leg.

# %%
condition at=4:50@[3] y=1
save $_ "out/waist.png"
condition at=4:50@[133] y=1
save $_ "out/leg.png"

# %% [markdown]
# Is it true? Without channel 50 the logit of "trouser" has to fall, and without the three channels that rank highest it
# has to fall further.

# %%
let before = (predict sample=2)
intervene layer=4 channel=50 value=0
save $_ "out/without-50.png"
expect $_.logits[0][1] < $before.logits[0][1] name="channel 50 speaks for trousers"
intervene layer=4 channel=[63, 56, 10] value=0
save $_ "out/without-three.png"
expect .prob < $before.prob name="the three highest speak for trousers"

# %% [markdown]
# Is nothing lost on the way? The ledger shows, layer by layer, how much relevance arrived and what became of the rest:
# biases of some layers took it, those of the last one gave as much. What passes all channels of a layer together is the same as what passes without a condition.

# %%
score conservation y=1
save $_ "out/conservation.png"
let whole = (condition y=1)
condition layer=4 y=1
expect .sum == $whole.sum within=0.001 name="all channels together are the whole"
