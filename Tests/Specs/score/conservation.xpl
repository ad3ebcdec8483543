# Without biases, all relevance arrives.
load
score conservation y=1 composite=epsilon-plus-flat zero_bias=true
expect .share == 1 within=0.001
