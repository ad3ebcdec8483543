# exit: 1
# error: takes samples of shape [1, 28, 28]
load
let table = [[1, 2], [3, 4]]
save $table "table.npy"
load data "table.npy"
predict
