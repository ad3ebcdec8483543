let numbers = 0..1 by 0.25
save $numbers "numbers.npy"
save $numbers "numbers.csv"
load data "numbers.npy"
expect .data.count == 5
