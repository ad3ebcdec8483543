load data fashion-mnist-512 limit=7
expect .data.count == 7
