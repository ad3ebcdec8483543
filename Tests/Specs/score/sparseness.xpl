# Where the picture is empty, products are zero and derivatives are not.
# output: higher is sparser
load
attribute input-x-gradient y=1 | score sparseness
let products = .value
attribute gradient y=1 | score sparseness
expect .value < $products
expect .chance == 0.414 within=0.03
