"""Exports a small random network of the form that Scripts/examples/minilm-export.py exports, and computes in PyTorch's
Float64 what it says of pairs of sentences, and what integrated gradients and integrated Hessians say of that.

Made with torch 2.13, transformers 5.24 and tokenizers 0.23:  python make.py

expected.npz holds similarity [pairs] for PAIRS, checked to be that of the two sentences each on its own. For the pair
EXPLAINED it holds what the network reads, and for each baseline (both, text, pair: padding in place of the tokens of both
sentences, the first, the second) BASELINE/base, BASELINE/ig [tokens] and BASELINE/ih [tokens, tokens].
"""

import importlib.util
import pathlib
import sys
import warnings

sys.modules["torchvision"] = None

import numpy as np
import onnx
import torch
import transformers as hf
from tokenizers import BertWordPieceTokenizer

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("export", HERE.parents[2] / "Scripts/examples/minilm-export.py")
minilm = importlib.util.module_from_spec(spec)
spec.loader.exec_module(minilm)

PAIRS = [
    ("why does this matter", "because the answer is good"),
    ("Unbelievable, rethinking zebras!", "a zebra"),
    ("good", "good"),
    ("this isn't bad", "not bad"),
]
EXPLAINED = 3
NODES = 96


def network():
    torch.manual_seed(0)
    config = hf.BertConfig(
        vocab_size=700, hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=24, attn_implementation="eager")
    bert = hf.BertModel(config, add_pooling_layer=False)
    with torch.no_grad():
        for parameter in bert.parameters():
            parameter.add_(0.3 * torch.randn(parameter.shape))
        # Sentences are to differ by more than their lengths.
        bert.embeddings.word_embeddings.weight.mul_(4)
        for layer in bert.encoder.layer:
            layer.output.LayerNorm.bias.mul_(0.2)
    return minilm.Similarity(bert).eval()


def encoded(tokenizer, pair):
    """As a network reads two sentences, without padding."""
    encoding = tokenizer.encode(*pair)
    arrays = encoding.ids, encoding.attention_mask, encoding.type_ids
    return {name: torch.tensor([array]) for name, array in zip(minilm.INPUTS, arrays)}


def alone(network, tokenizer, pair):
    vectors = [network.bert(torch.tensor([tokenizer.encode(text).ids]))[0].mean(1) for text in pair]
    return torch.nn.functional.cosine_similarity(*vectors).item()


class Lookup(torch.nn.Module):
    """Gives vectors, whatever is looked up."""

    def __init__(self, vectors):
        super().__init__()
        self.vectors = vectors

    def forward(self, ids):
        return self.vectors


def of_vectors(network, vectors, inputs):
    embeddings = network.bert.embeddings
    table = embeddings.word_embeddings
    embeddings.word_embeddings = Lookup(vectors)
    try:
        return network(*[inputs[name] for name in minilm.INPUTS]).sum()
    finally:
        embeddings.word_embeddings = table


def legendre(count):
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, weights / 2


def explained(network, inputs, baseline):
    """Integrated gradients per token, and integrated Hessians by their definition's single integral: with t = u^4, which
    takes the logarithm's pole away, by Gauss-Legendre nodes."""
    table = network.bert.embeddings.word_embeddings.weight
    ids, types = inputs["input_ids"], inputs["token_type_ids"]
    special = (ids == 2) | (ids == 3)
    replaced = ~special & {"both": types >= 0, "text": types == 0, "pair": types == 1}[baseline]
    start = table[torch.where(replaced, 0, ids)].detach()
    change = table[ids].detach() - start
    count = ids.shape[1]

    gradients = torch.zeros(count)
    for t, weight in zip(*legendre(NODES)):
        point = (start + t * change).requires_grad_()
        gradient, = torch.autograd.grad(of_vectors(network, point, inputs), point)
        gradients += weight * (gradient * change).sum(-1)[0]

    pairs = torch.zeros(count, count)
    for u, weight in zip(*legendre(NODES)):
        t, density = u**4, weight * 4 * u**3 * -np.log(u**4)
        point = (start + t * change).requires_grad_()
        gradient, = torch.autograd.grad(of_vectors(network, point, inputs), point, create_graph=True)
        products = (gradient * change).sum(-1)[0]
        for token in range(count):
            row, = torch.autograd.grad(products[token], point, retain_graph=True)
            pairs[token] += density * t * (row * change).sum(-1)[0]
            pairs[token, token] += density * products[token].item()
    base = of_vectors(network, start, inputs).item()
    output = of_vectors(network, start + change, inputs).item()
    print(baseline, output - base - gradients.sum().item(), (pairs.sum(1) - gradients).abs().max().item())
    return base, gradients.numpy(), pairs.numpy()


tokenizer = BertWordPieceTokenizer(str(HERE.parent / "tokenizers/word-pieces/vocab.txt"), lowercase=True)
small = network()
path = HERE / "model.onnx"
minilm.export(small, encoded(tokenizer, PAIRS[0]), path)
model = onnx.load(path)
for node in model.graph.node:
    node.doc_string = ""
onnx.save(model, path)

torch.set_default_dtype(torch.float64)
small = small.double()
arrays = {}
with torch.no_grad():
    arrays["similarity"] = np.array([small(*encoded(tokenizer, pair).values()).item() for pair in PAIRS])
    for index, pair in enumerate(PAIRS):
        assert abs(arrays["similarity"][index] - alone(small, tokenizer, pair)) < 1e-9
for baseline in ["both", "text", "pair"]:
    base, ig, ih = explained(small, encoded(tokenizer, PAIRS[EXPLAINED]), baseline)
    arrays[f"{baseline}/base"], arrays[f"{baseline}/ig"], arrays[f"{baseline}/ih"] = np.array(base), ig, ih
arrays |= {name: array.numpy() for name, array in encoded(tokenizer, PAIRS[EXPLAINED]).items()}
arrays = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
np.savez(HERE / "expected.npz", **arrays)
print(arrays["similarity"], path.stat().st_size)
