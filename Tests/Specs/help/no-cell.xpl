# %%
?ig
# %%
show 3
# %%
?load
# %%
expect $_1 == 3
# output: ig: integrated gradients
