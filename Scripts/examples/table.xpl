# %% [markdown]
# # A table: which measurements, and which pairs of them, speak for a benign tumour?

# %%
load tabular
predict

# %% [markdown]
# Expected gradients compare a patient with all 569 others and say how exact that is.

# %%
attribute eg y=benign sample=0
plot waterfall | save "out/patient-waterfall.png"

# %% [markdown]
# Over many patients: one strip for each measurement, a dot for each patient, coloured by how large the measurement is.

# %%
attribute ig y=benign baseline=mean sample=0..199
plot summary top=10 | save "out/patients-summary.png"

# %% [markdown]
# What pairs of measurements do together, beyond what each does alone.

# %%
interact ih y=benign baseline=mean sample=0..99
plot matrix | save "out/pairs-matrix.png"
plot pairs top=8 | save "out/pairs-top.png"
plot network top=15 | save "out/pairs-network.png"
plot dependence feature="worst-area" | save "out/worst-area.png"
