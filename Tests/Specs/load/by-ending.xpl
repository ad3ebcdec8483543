load
sample 0..4 | save "five.npz"
load "five.npz"
expect .data.count == 5
expect (predict).accuracy >= 0.8
