# exit: 1
# error: score cosine needs data that knows which parts of its samples make the class, and 'fashion-mnist-512' does not
load
attribute gradient y=1 | score cosine
