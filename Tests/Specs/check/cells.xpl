# %%
let a = (1 + 1)
show 5
# %% [markdown]
# Prose.
# %%
show 6
# %%
expect $_1 == 5
expect $_2 == 6
