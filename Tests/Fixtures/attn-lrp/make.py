"""What AttnLRP makes of two transformers, computed by its authors' package.

Made with torch 2.13, onnx 1.23 and lxt 2.1 (`pip install --no-deps lxt==2.1`):  python make.py ../transformer ../transformers
The networks are rebuilt from the weights of the ONNX files, in Float64, with lxt's functions in place of PyTorch's; that they
compute the same is checked. classifier.npz and llama.npz hold the relevance of each entry of the word embeddings, for the logits
named, from a start with the logit itself; `word`, `layers` of the classifier what arrived at the outputs of both blocks.
"""

import sys

import numpy as np
import onnx
import torch
from lxt.explicit import functional as lf
from onnx import numpy_helper

torch.set_default_dtype(torch.float64)
EPSILON = 1e-12
SMALL, TINY = sys.argv[1:3]


def initializers(path):
    return {i.name: torch.tensor(numpy_helper.to_array(i)).double() for i in onnx.load(path).graph.initializer}


class Scaled(torch.autograd.Function):
    """Times a constant, which relevance passes unchanged."""

    @staticmethod
    def forward(ctx, x, factor):
        return x * factor

    @staticmethod
    def backward(ctx, relevance):
        return relevance, None


class Pass(torch.autograd.Function):
    """An activation function, which relevance passes unchanged."""

    @staticmethod
    def forward(ctx, x, function):
        return function(x)

    @staticmethod
    def backward(ctx, relevance):
        return relevance, None


def heads(x, count):
    return x.view(x.shape[0], x.shape[1], count, -1).transpose(1, 2)


def attention(q, k, v, mask, divisor):
    scores = Scaled.apply(lf.matmul(q, k.transpose(-1, -2), False, EPSILON), 1 / divisor)
    return lf.matmul(lf.softmax(lf.add2(scores, mask, False, EPSILON), -1), v, False, EPSILON)


def linear(x, w, b=None):
    return lf.linear_epsilon(x, w, b, EPSILON)


def classifier():
    w = initializers(f"{SMALL}/model.onnx")
    expected = np.load(f"{SMALL}/expected.npz")
    ids, attended = (torch.tensor(expected[name]).long() for name in ("input_ids", "attention_mask"))
    matrices = iter([w[f"onnx::MatMul_{n}"].T for n in (238, 245, 246, 248, 249, 250, 251, 258, 259, 261, 262, 263)])
    mask = ((1 - attended[:, None, None, :]) * -10000.0).double().expand(-1, 4, 8, 8)

    def norm(x, name):
        return lf.layer_norm(x, w[f"{name}.weight"], w[f"{name}.bias"], 1e-5)

    word = w["embeddings.word.weight"][ids].requires_grad_()
    position = w["embeddings.position.weight"].expand(word.shape)
    x = norm(lf.add2(word, position, False, EPSILON), "embeddings.norm")
    blocks = []
    for block in ("blocks.0", "blocks.1"):
        q, k, v = (
            heads(linear(x, next(matrices), w[f"{block}.attention.{n}.bias"]), 4) for n in ("query", "key", "value"))
        mixed = attention(q, k, v, mask, 8**0.5).transpose(1, 2).reshape(x.shape)
        mixed = linear(mixed, next(matrices), w[f"{block}.attention.out.bias"])
        x = norm(lf.add2(x, mixed, False, EPSILON), f"{block}.norm1")
        up = Pass.apply(linear(x, next(matrices), w[f"{block}.up.bias"]), torch.nn.functional.gelu)
        x = norm(
            lf.add2(x, linear(up, next(matrices), w[f"{block}.down.bias"]), False, EPSILON), f"{block}.norm2")
        x.retain_grad()
        blocks.append(x)
    pooled = Pass.apply(linear(x[:, 0], w["pooler.weight"], w["pooler.bias"]), torch.tanh)
    logits = linear(pooled, w["classifier.weight"], w["classifier.bias"])
    assert np.abs(logits.detach().numpy() - expected["logits"]).max() < 1e-5, "another network"
    start = torch.zeros_like(logits)
    start[:, 1] = logits[:, 1].detach()
    logits.backward(start)
    np.savez(
        "classifier.npz", input_ids=ids.numpy().astype("f4"), attention_mask=attended.numpy().astype("f4"),
        word=word.grad.numpy().astype("f4"), layers=np.stack([b.grad.numpy() for b in blocks]).astype("f4"))


def llama():
    """One block: RMS norms, rotary positions, two heads that share a key, a gate."""
    w = initializers(f"{TINY}/llama-eager-older.onnx")
    expected = np.load(f"{TINY}/llama-eager-older.npz")
    ids = torch.tensor(expected["8/input_ids"]).long()
    attended = torch.tensor(expected["8/attention_mask"]).long()
    matrix = {n: w[f"onnx::MatMul_{n}"].T for n in (389, 396, 397, 413, 414, 415, 416, 417)}
    count = ids.shape[1]
    allowed = torch.tril(torch.ones(count, count)).bool() & attended[:, None, None, :].bool()
    mask = torch.where(allowed, 0.0, torch.finfo(torch.float32).min).expand(-1, 2, count, count)
    angles = torch.arange(count)[:, None] / 10000.0 ** (torch.arange(0, 4, 2) / 4)
    cos, sin = (torch.cat([f(angles)] * 2, -1) for f in (torch.cos, torch.sin))

    def rotated(x):
        turned = torch.cat([Scaled.apply(x[..., 2:], -1.0), x[..., :2]], -1)
        return lf.add2(Scaled.apply(x, cos), Scaled.apply(turned, sin), False, EPSILON)

    def norm(x, name):
        return lf.rms_norm_identity(x, w[f"model.model.{name}.weight"], 1e-6)

    word = w["model.model.embed_tokens.weight"][ids].requires_grad_()
    x = word
    y = norm(x, "layers.0.input_layernorm")
    q, k, v = (heads(linear(y, matrix[n]), c) for n, c in ((389, 2), (396, 1), (397, 1)))
    q, k = rotated(q), rotated(k)
    mixed = attention(q, k.expand(q.shape), v.expand(q.shape), mask, 2.0).transpose(1, 2).reshape(x.shape)
    x = lf.add2(x, linear(mixed, matrix[413]), False, EPSILON)
    y = norm(x, "layers.0.post_attention_layernorm")
    gate = Pass.apply(linear(y, matrix[414]), torch.nn.functional.silu)
    x = lf.add2(x, linear(lf.mul2(gate, linear(y, matrix[415])), matrix[416]), False, EPSILON)
    logits = linear(norm(x, "norm"), matrix[417])
    found = logits.detach().numpy()
    assert np.abs(found - expected["8/output"]).max() < 1e-5, np.abs(found - expected["8/output"]).max()
    start = torch.zeros_like(logits)
    start[:, -1, 7] = logits[:, -1, 7].detach()
    logits.backward(start)
    np.savez(
        "llama.npz", input_ids=ids.numpy().astype("f4"), attention_mask=attended.numpy().astype("f4"),
        word=word.grad.numpy().astype("f4"))


classifier()
llama()
