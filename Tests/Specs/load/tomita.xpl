# Words with the class of each of their prefixes.
# error: synthetic: words of Tomita's language 4, no 000, and others, seed 0
# output: data tomita-4: 1000 samples of shape [16, 3] in 2 classes
load data tomita k=4
show data
# output: one-hot: 0, 1, end
expect .steps[0][15] == .labels[0]
load data tomita k=7 n=20 subset=test seed=2
expect .data.count == 5
