# output: convolution
# output: z-plus
# output: floating-point operations
load
show layers
show rules composite=epsilon-plus
show program
show plan
show data
show model
