load
sample all
expect .count == 512
expect (predict).accuracy == 0.91796875
