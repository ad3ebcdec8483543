# exit: 2
# error: fashion-cnn has no layer "99"
# error: fashion-mnist-512 has no labels of concepts: colour by class, or load data that has
# error: 10 is out of range
# error: give 25 to 3000
# error: fashion-mnist-512 has 512 samples: n= is at most that
# error: a sample has 59 others here: perplexity= is below that, and usually 5 to 50
# error: perplexity= is of t-SNE
# error: there is no method "umap"
# error: last:0 are no layers
load
map layers=99
map by=color
map n=10
map n=600
map n=60 perplexity=60
map method=pca perplexity=20
map method=umap
map layers=last:0
