"""Integrals along paths that both sides are compared with, by PyTorch alone."""

import hashlib
import os
import types

import numpy
import torch
from networks import NETWORKS

NODES = 64
CELLS = 512

TORCH = types.SimpleNamespace(
    array=lambda values: torch.from_numpy(numpy.array(values)).double(),
    gelu=torch.nn.functional.gelu,
    matmul=torch.matmul,
    mean=lambda x, axis, keep: x.mean(axis, keepdim=keep),
    permute=lambda x, order: x.permute(order),
    reshape=lambda x, shape: x.reshape(shape),
    softmax=lambda x: x.softmax(-1),
    softplus=lambda x: torch.nn.functional.softplus(x, threshold=700),
    sqrt=torch.sqrt,
    transpose=lambda x: x.T,
)


def nodes():
    """Nodes t and weights w with ∫ -ln(t) f(t) dt = Σ w f(t): Gauss-Legendre in u, t = u⁴."""
    points, weights = numpy.polynomial.legendre.leggauss(NODES)
    u, w = (points + 1) / 2, weights / 2
    return torch.from_numpy(u**4), torch.from_numpy(w * 4 * u**3 * -4 * numpy.log(u))


def hessians(request, found, samples, references):
    """Mean integrated Hessians of each sample over the references, in Float64, and f(x) - mean f(x').

    Matrices are between values, or between tokens where there are any.
    """
    network = NETWORKS[request["network"]]

    def output(x):
        return network(TORCH, found, x[None])[0, request["target"]]

    def batch(x):
        return network(TORCH, found, x)[:, request["target"]]

    gradient = torch.func.grad(output)
    samples, references = (torch.from_numpy(values).double() for values in (samples, references))
    t, w = nodes()
    shape = samples.shape[1:]
    # A tangent for each value, or for each token with all of its values.
    groups = torch.eye(shape[0], dtype=torch.double)
    spread = groups if len(shape) == 1 else groups[:, :, None].expand(-1, -1, shape[1])

    def at(difference, t, w, reference):
        """One node's share, of one reference."""
        point = reference + t * difference

        def product(tangent):
            slope, bent = torch.func.jvp(gradient, (point,), (tangent * difference,))
            return slope * difference, bent * difference

        slopes, curvature = torch.func.vmap(product)(spread)
        slope = slopes[0].reshape(shape[0], -1).sum(1)
        return w * t * curvature.reshape(shape[0], shape[0], -1).sum(2) + torch.diag(w * slope)

    many = torch.func.vmap(at, in_dims=(0, 0, 0, 0))
    result, differences = [], []
    for sample in samples:
        total = torch.zeros(shape[0], shape[0], dtype=torch.double)
        # As many paths at a time as keep their Hessians below 100 MB or so.
        step = max(1, 10_000_000 // (shape[0] ** 2 * NODES * (1 if len(shape) == 1 else shape[1])))
        for part in references.split(step):
            count = len(part)
            expanded = part.repeat_interleave(NODES, 0)
            values = many(sample - expanded, t.repeat(count), w.repeat(count), expanded)
            total += values.sum(0)
        result.append(total / len(references))
        with torch.no_grad():
            differences.append(float(batch(sample[None])[0] - batch(references).mean()))
    return torch.stack(result).numpy(), differences


def gradients(request, model, sample, reference):
    """Integrated gradients by the middles of many cells, and f(x) - f(x'); kept, since they take minutes."""
    key = hashlib.sha256(sample.tobytes() + reference.tobytes() + open(request["weights"], "rb").read())
    path = f"{os.path.dirname(request['reference'])}/{request['network']}-{CELLS}-{key.hexdigest()[:16]}.npz"
    if not os.path.exists(path):
        sample, reference = torch.from_numpy(sample), torch.from_numpy(reference)
        total = torch.zeros(sample.shape, dtype=torch.double)
        step = 8
        for start in range(0, CELLS, step):
            t = (torch.arange(start, start + step) + 0.5) / CELLS
            points = (reference + t[:, None, None, None] * (sample - reference)).requires_grad_(True)
            outputs = model(points)[:, request["target"]].sum()
            total += torch.autograd.grad(outputs, points)[0].double().sum(0)
        with torch.no_grad():
            ends = model(torch.cat([sample, reference]))[:, request["target"]].double()
        values = total / CELLS * (sample - reference).double()
        numpy.savez(path, values=values.numpy(), difference=(ends[0] - ends[1]).numpy())
    kept = numpy.load(path)
    return kept["values"], [float(kept["difference"])]
