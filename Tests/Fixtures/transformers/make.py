"""Exports small random transformers with both of PyTorch's exporters, and what PyTorch computes from them.

Made with torch 2.13, transformers 5.24 and onnx 1.23:  python make.py [NAME...]
Each NAME.onnx has its NAME.npz: for each length of text the inputs, LENGTH/INPUT, and LENGTH/output.
"""

import inspect
import sys
import warnings

sys.modules["torchvision"] = None

import numpy as np
import onnx
import torch
import transformers as hf
from torch import nn
from torch.export import Dim

warnings.filterwarnings("ignore")
IDS, MASK, TYPES = "input_ids", "attention_mask", "token_type_ids"
BERT = dict(
    vocab_size=30, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=12,
    max_position_embeddings=20, num_labels=3)
GPT = dict(vocab_size=30, n_embd=8, n_layer=1, n_head=2, n_positions=20, use_cache=False)
DISTIL = dict(
    vocab_size=30, dim=8, n_layers=1, n_heads=2, hidden_dim=12, max_position_embeddings=20, num_labels=3)
LLAMA = dict(
    vocab_size=30, hidden_size=8, intermediate_size=12, num_hidden_layers=1, num_attention_heads=2,
    num_key_value_heads=1, max_position_embeddings=20, use_cache=False)


class First(nn.Module):
    """The first of a model's outputs, of inputs by their position."""

    def __init__(self, model, *names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *inputs):
        return self.model(**dict(zip(self.names, inputs)))[0]


class SentenceEmbedding(nn.Module):
    """The mean of a text's vectors, of length 1: what MiniLM is used for."""

    names = [IDS, MASK, TYPES]

    def __init__(self, attention):
        super().__init__()
        self.bert = hf.BertModel(hf.BertConfig(**BERT, attn_implementation=attention))

    def forward(self, ids, mask, types):
        hidden = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types)[0]
        counted = mask.unsqueeze(-1).expand(hidden.size()).float()
        mean = (hidden * counted).sum(1) / torch.clamp(counted.sum(1), min=1e-9)
        return nn.functional.normalize(mean, p=2, dim=1)


class Encoder(nn.Module):
    """PyTorch's own encoder, which keeps the batch in the middle and joins it with positions and with heads."""

    names = ["tokens"]

    def __init__(self, attention):
        super().__init__()
        self.embed, self.position = nn.Embedding(30, 8), nn.Embedding(20, 8)
        layer = nn.TransformerEncoderLayer(8, 2, 12, batch_first=True, activation="gelu", norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        positions = torch.arange(x.shape[1]).unsqueeze(0)
        return self.head(self.encoder(self.embed(x) + self.position(positions)).mean(1))


class Causal(nn.Module):
    """Attention to what came before, by a triangle of ones, and the tanh form of GELU."""

    names = ["tokens"]

    def __init__(self, attention):
        super().__init__()
        self.embed, self.position = nn.Embedding(30, 8), nn.Parameter(torch.randn(1, 20, 8) * 0.1)
        self.qkv, self.out, self.norm = nn.Linear(8, 24), nn.Linear(8, 8), nn.LayerNorm(8)
        self.up, self.down, self.head = nn.Linear(8, 12), nn.Linear(12, 8), nn.Linear(8, 3)
        self.attention = attention

    def forward(self, x):
        samples, length = x.shape
        h = self.embed(x) + self.position[:, :length]
        q, k, v = [t.reshape(samples, length, 2, 4).transpose(1, 2) for t in self.qkv(self.norm(h)).chunk(3, -1)]
        if self.attention == "eager":
            scores = torch.einsum("bhqd,bhkd->bhqk", q, k) / 2
            seen = torch.tril(torch.ones(length, length, dtype=q.dtype))
            scores = scores.masked_fill(seen == 0, float("-inf")).softmax(-1)
            mixed = torch.einsum("bhqk,bhkd->bhqd", scores, v)
        else:
            mixed = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        h = h + self.out(mixed.transpose(1, 2).reshape(samples, length, 8))
        h = h + self.down(nn.functional.gelu(self.up(self.norm(h)), approximate="tanh"))
        return self.head(h[:, -1])


MODELS = {
    "bert": lambda a: First(
        hf.BertForSequenceClassification(hf.BertConfig(**BERT, attn_implementation=a)), IDS, MASK, TYPES),
    "causal": Causal,
    "distilbert": lambda a: First(
        hf.DistilBertForSequenceClassification(hf.DistilBertConfig(**DISTIL, attn_implementation=a)), IDS, MASK),
    "encoder": Encoder,
    "gpt2": lambda a: First(hf.GPT2LMHeadModel(hf.GPT2Config(**GPT, attn_implementation=a)), IDS, MASK),
    "llama": lambda a: First(hf.LlamaForCausalLM(hf.LlamaConfig(**LLAMA, attn_implementation=a)), IDS, MASK),
    "minilm": SentenceEmbedding,
    "mpnet": lambda a: First(hf.MPNetForSequenceClassification(hf.MPNetConfig(**BERT)), IDS, MASK),
    "roberta": lambda a: First(
        hf.RobertaForSequenceClassification(
            hf.RobertaConfig(**BERT, type_vocab_size=1, pad_token_id=1, attn_implementation=a)), IDS, MASK),
}
# What is exported, with which attention, by which exporter; "half" has weights of 16 bits, "fixed" fixed extents.
FILES = [
    "bert-eager-older", "bert-sdpa-current", "bert-sdpa-older-fixed", "causal-eager-older", "causal-sdpa-current",
    "causal-sdpa-older-half", "distilbert-sdpa-older", "encoder-eager-current", "encoder-eager-older-fixed",
    "gpt2-eager-current", "gpt2-sdpa-older", "llama-eager-older", "minilm-sdpa-current", "mpnet-eager-older",
    "roberta-eager-older", "roberta-sdpa-current",
]


def texts(name, names, length, seed):
    """Two texts, of which the second ends in three tokens of padding where there is a mask."""
    random = np.random.default_rng(seed)
    padding = 1 if name == "roberta" else 0
    made = {}
    made["tokens"] = made[IDS] = random.integers(2, 30, (2, length))
    made[MASK] = np.ones((2, length), np.int64)
    made[TYPES] = np.tile(np.arange(length) >= length // 2, (2, 1)).astype(np.int64)
    if MASK in names:
        made[IDS][1, length - 3:], made[MASK][1, length - 3:] = padding, 0
    return [torch.from_numpy(made[n]) for n in names]


def strip(path):
    """Takes out what only says where in PyTorch's code a node comes from."""
    model = onnx.load(path)
    for node in model.graph.node:
        node.doc_string = ""
        kept = [(p.key, p.value) for p in node.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        del node.metadata_props[:]
        for key, value in kept:
            node.metadata_props.add(key=key, value=value)
    del model.graph.value_info[:]
    for value in [*model.graph.input, *model.graph.output, *model.graph.initializer]:
        del value.metadata_props[:]
    del model.graph.metadata_props[:], model.metadata_props[:], model.functions[:]
    onnx.save(model, path)


for file in sys.argv[1:] or FILES:
    name, attention, exporter, *kind = file.split("-")
    torch.manual_seed(0)
    model = MODELS[name](attention).eval()
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.2 * torch.randn(parameter.shape, generator=generator))
    if kind == ["half"]:
        model = model.half()
    names = list(model.names)
    example = tuple(texts(name, names, 8, 1))
    if exporter == "older":
        axes = None if kind == ["fixed"] else {n: {0: "batch", 1: "sequence"} for n in names}
        torch.onnx.export(
            model, example, f"{file}.onnx", dynamo=False, input_names=names, output_names=["output"],
            opset_version=14 if attention == "eager" else 17, dynamic_axes=axes)
    else:
        shapes = tuple({0: Dim("batch"), 1: Dim("sequence", max=20)} for _ in names)
        takes_many = any(
            p.kind == p.VAR_POSITIONAL for p in inspect.signature(model.forward).parameters.values())
        torch.onnx.export(
            model, example, f"{file}.onnx", dynamo=True, input_names=names, output_names=["output"],
            dynamic_shapes=(shapes,) if takes_many else shapes, external_data=False, verbose=False)
    strip(f"{file}.onnx")
    model = model.float()
    arrays = {}
    for length in (8,) if kind == ["fixed"] else (8, 11):
        inputs = texts(name, names, length, length)
        with torch.no_grad():
            arrays[f"{length}/output"] = model(*inputs).numpy()
        for n, tensor in zip(names, inputs):
            arrays[f"{length}/{n}"] = tensor.numpy().astype(np.float32)
    np.savez(f"{file}.npz", **arrays)
    print(file, flush=True)
