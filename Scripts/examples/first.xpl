# %% [markdown]
# # Four lines
#
# A network that tells clothes apart, 512 images that it has never seen, and three questions.
# Without a name, `load` brings the bundled network with its images, and chooses sample 2: a pair of trousers.

# %%
load

# %% [markdown]
# Which part of the trousers made channel 50 of layer 4 matter for the answer "trouser" (class 1)?
# Relevance starts at that answer and goes back through the network, but only through this one channel.

# %%
condition layer=4 channel=50 y=1
save $_ "out/heatmap.png"

# %% [markdown]
# What does the network look for at all? Three concepts, found in the activations of its last layer with positions,
# without any labels. Next to each example stands the map of where the concept is in it.

# %%
extract concepts k=3
save $_ "out/concepts.png"

# %% [markdown]
# And what would it say of these trousers if concept 2 were as strong in them as it typically gets? Nearly the same:
# they show it that strongly already. Try `intervene concept=2 value=0`, which takes it away.

# %%
intervene concept=2 value=1
save $_ "out/intervention.png"
