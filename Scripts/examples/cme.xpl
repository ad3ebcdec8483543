# %% [markdown]
# # What a network knows, read from few labels
#
# A network learns one thing of pictures: the shape of a dSprite; its shape and scale; the shape of a solid in a room. Which
# other things do its layers hold, where, and can a small tree of such concepts do what it does? Kazhdan et al. 2020 (CME). All
# pictures are drawn here; those of the third task resemble the set that was published.
#
#     xpl Scripts/examples/cme.xpl
#
# Figures are left in out/.

# %%
def methods() { return [logistic, spreading, one-versus-rest] }

# The mean over three draws of 100 labels; each row is a method, then what the tree of concepts does.
def study(task, sheet) {
  for method in (methods) {
    let accuracies = []
    for seed in 0..2 {
      let found = (extract concepts from=labels budget=100 method=$method seed=$seed)
      show [$task, $method, $seed, $found.accuracies, $found.fidelity, $found.accuracy]
    }
  }
}
