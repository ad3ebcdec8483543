# A pair is one number here, and half of it in each entry of the matrix: both say so.
# output: sample 0: pairs, both halves added up
# output: half of each pair in either entry
load tabular
interact ih y=benign groups=[[0..9],[10..19],[20..29]] baseline=mean
plot pairs
expect .rows == 3
plot matrix
