# output: mlp on breast-cancer
show (train mlp hidden=8 on=breast-cancer epochs=2)
