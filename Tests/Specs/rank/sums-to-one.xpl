load
rank layer=4 y=1
expect .importance.shape[1] == 64
expect .importance.sum <= 1 within=1e-5
expect .importance[0][$_.channels[0]] == .importance.max
