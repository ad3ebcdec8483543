# Rows sum to integrated gradients, and everything to the difference of outputs; names name features.
load tabular
interact ih y=benign baseline=mean sample=0..3
expect .residual[0] == 0 within=0.01
expect .row_residual[0] == 0 within=0.01
interact eh y=benign references=30 sample=0
expect .residual == 0 within=0.01
load model tabular-relu
interact ih y=benign baseline=mean sample=0
expect .residual == 0 within=0.001
expect .row_residual == 0 within=0.001
