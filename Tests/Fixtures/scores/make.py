"""Makes expected.npz: python make.py, with torch, onnx, numpy, scipy, captum 0.9 and quantus 0.6.

Networks and samples are those of ../captum. Random choices follow from the seed as they do in Random.swift, whose generator
(Philox 4x32-10) is written here again, so that the references get the very same ones. Deletion and insertion are written from
their paper (Petsiuk et al. 2018), the cascade of randomization from its (Adebayo et al. 2018): quantus draws weights from the
layers' initial distributions instead, the same ones for each layer.
"""
import copy
import math
import os
import sys

import numpy
import quantus
import scipy.stats
import torch
from captum import attr, metrics

HERE = os.path.dirname(os.path.abspath(__file__))
TARGETS = [2, 0, 1]
SEED = 3


def captum_networks():
    """The networks of ../captum/make.py, without making its files again."""
    source = open(os.path.join(HERE, "../captum/make.py")).read().split("\nexpected = {}")[0]
    module = type(sys)("captum_fixture")
    module.__file__ = os.path.join(HERE, "../captum/make.py")
    exec(source, module.__dict__)
    return {graph.name: graph.eval() for graph in module.networks()}


class Random:
    """Philox 4x32-10 (Salmon et al. 2011), Box and Muller 1958, Lemire 2019, Fisher and Yates 1938."""

    def __init__(self, seed, stream=0):
        self.seed, self.stream, self.counter, self.block, self.spare = seed, stream, 0, [], None

    def word(self):
        if not self.block:
            c = [self.counter & 0xFFFFFFFF, self.counter >> 32, self.stream & 0xFFFFFFFF, self.stream >> 32]
            k = [self.seed & 0xFFFFFFFF, self.seed >> 32]
            for _ in range(10):
                first, second = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
                c = [second >> 32 ^ c[1] ^ k[0], second & 0xFFFFFFFF, first >> 32 ^ c[3] ^ k[1], first & 0xFFFFFFFF]
                k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
            self.counter, self.block = self.counter + 1, c
        return self.block.pop(0)

    def uniform(self):
        return numpy.float32((self.word() >> 8) * 2.0**-24)

    def normal(self):
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        radius = math.sqrt(-2 * math.log(1 - self.word() * 2.0**-32))
        angle = 2 * math.pi * self.word() * 2.0**-32
        self.spare = numpy.float32(radius * math.sin(angle))
        return numpy.float32(radius * math.cos(angle))

    def integer(self, bound):
        while True:
            bits = self.word() << 32
            product = (bits | self.word()) * bound
            if product & (2**64 - 1) >= (2**64 - bound) % bound:
                return product >> 64

    def shuffled(self, values):
        values = list(values)
        for last in range(len(values) - 1, 0, -1):
            other = self.integer(last + 1)
            values[last], values[other] = values[other], values[last]
        return values


def units(attributions):
    """A pixel has the sum over its channels."""
    flat = attributions.sum(1) if attributions.ndim == 4 else attributions
    return flat.reshape(len(flat), -1)


def removed(x, order):
    """A sample with these units, pixels with all their channels, at zero."""
    x = x.clone()
    (x.reshape(x.shape[0], -1) if x.ndim == 3 else x)[..., order] = 0
    return x


def curve(graph, x, target, order, steps, inserts):
    counts = [int(math.floor(step * len(order) / steps + 0.5)) for step in range(steps + 1)]
    rows = [removed(x, order[count:] if inserts else order[:count]) for count in counts]
    return torch.softmax(graph(torch.stack(rows)), 1)[:, target].detach().numpy()


def area(curve):
    """That of the authors' program."""
    return (curve.sum() - curve[0] / 2 - curve[-1] / 2) / (len(curve) - 1)


def in_order_of_removal(graph, x, numbers):
    kept = {}
    count = numbers.shape[1]
    steps = 16 if count == 64 else count
    orders = [numpy.argsort(-row, kind="stable") for row in numbers]
    for name, inserts in [("deletion", False), ("insertion", True)]:
        curves = [curve(graph, x[row], TARGETS[row], orders[row], steps, inserts) for row in range(len(x))]
        kept[f"{name}/curve"] = numpy.array(curves)
        kept[name] = numpy.array([area(one) for one in curves])
        chance = []
        for row in range(len(x)):
            random = Random(SEED, row)
            ranks = [random.shuffled(range(count)) for _ in range(4)]
            chance.append([
                area(curve(graph, x[row], TARGETS[row], numpy.argsort(one), steps, inserts)) for one in ranks])
        kept[f"{name}/chance"] = numpy.array(chance)
    channels = x.shape[1] if x.ndim == 4 else 1
    for name, softmax in [("probability", True), ("logit", False)]:
        flipping = quantus.PixelFlipping(
            features_in_step=channels * count // steps, perturb_baseline=0.0, abs=False, normalise=False,
            disable_warnings=True)
        # quantus wants pictures: a row of numbers is one of height 1.
        shape = (lambda a: a) if x.ndim == 4 else (lambda a: a[:, None])
        maps = numbers.reshape(len(x), 1, *x.shape[2 if x.ndim == 4 else 1:])
        kept[f"pixel-flipping/{name}"] = numpy.array(flipping(
            model=Wrapped(graph).eval() if x.ndim == 2 else graph, x_batch=shape(x.numpy()), y_batch=numpy.array(TARGETS),
            a_batch=maps, softmax=softmax, device="cpu", channel_first=True))
    return kept


class Wrapped(torch.nn.Module):
    """A network for features that takes [samples, 1, features]."""

    def __init__(self, graph):
        super().__init__()
        self.graph = graph

    def forward(self, x):
        return self.graph(x.reshape(len(x), -1))


def repeated(draws):
    """captum repeats each sample as often as it is to be perturbed: [samples][copies] in one row."""
    return torch.cat([torch.stack(one) for one in draws])


def by_captum(graph, x):
    kept, ranges = {}, [row.max() - row.min() for row in x.numpy()]
    radius = numpy.float32(0.05)
    draws = []
    for row in range(len(x)):
        random = Random(SEED, row)
        draws.append([
            torch.tensor([ranges[row] * (radius * (2 * random.uniform() - 1)) for _ in range(x[0].numel())])
            .reshape(x[0].shape) for _ in range(6)])
    for name, method in [("saliency", attr.Saliency), ("input-x-gradient", attr.InputXGradient)]:
        explain = method(graph).attribute
        kept[f"sensitivity/{name}"] = metrics.sensitivity_max(
            explain, x, lambda repeats: (repeats.float() + repeated(draws)).double(), n_perturb_samples=6,
            target=TARGETS)

    noise = numpy.float32(0.2)
    draws = []
    for row in range(len(x)):
        random = Random(SEED, row)
        draws.append([
            torch.tensor([noise * ranges[row] * random.normal() for _ in range(x[0].numel())]).reshape(x[0].shape)
            for _ in range(80)])
    gradient = attr.Saliency(graph).attribute(x, TARGETS, abs=False)

    def perturb(repeats):
        noise = repeated(draws)
        return noise.double(), (repeats.float() - noise).double()

    product = attr.InputXGradient(graph).attribute(x, TARGETS)
    count = units(product).shape[1]
    masks = []
    for row in range(len(x)):
        random = Random(SEED, row)
        masks.append([torch.tensor([random.word() & 1 for _ in range(count)]) for _ in range(80)])

    @metrics.infidelity_perturb_func_decorator(True)
    def remove(repeats, baselines=None):
        mask = repeated(masks).reshape(len(repeats), *([1] if x.ndim == 4 else []), *x.shape[2 if x.ndim == 4 else 1:])
        return torch.where(mask == 1, torch.zeros_like(repeats), repeats)

    for name, normalize in [("plain", False), ("normalized", True)]:
        for kind, function, attributions in [("noise", perturb, gradient), ("removal", remove, product)]:
            kept[f"infidelity/{kind}/{name}"] = metrics.infidelity(
                graph, function, x, attributions, target=TARGETS, n_perturb_samples=80, normalize=normalize)
    return {key: value.detach().numpy() for key, value in kept.items()}


def cascade(graph, x, numbers):
    """Spearman's correlations after each layer has been shuffled, from the top: [samples, layers]."""
    other = copy.deepcopy(graph)
    names = list(other.reads)
    correlations = {True: [], False: []}
    for index in reversed(range(len(names))):
        module = getattr(other, names[index])
        if not list(module.parameters()):
            continue
        random = Random(SEED, index + (1 << 32))
        for parameter in module.parameters():
            values = random.shuffled(parameter.detach().flatten().tolist())
            parameter.data = torch.tensor(values, dtype=parameter.dtype).reshape(parameter.shape)
        found = units(attr.InputXGradient(other).attribute(x, TARGETS).detach().numpy())
        for magnitudes, kept in correlations.items():
            change = abs if magnitudes else (lambda a: a)
            kept.append([
                scipy.stats.spearmanr(change(a), change(b)).statistic for a, b in zip(found, numbers)])
    return {
        f"randomization/{'magnitudes' if magnitudes else 'signed'}": numpy.array(kept).T
        for magnitudes, kept in correlations.items()}


def sparseness(numbers):
    score = quantus.Sparseness(abs=True, normalise=False, disable_warnings=True)
    maps = numbers.reshape(len(numbers), 1, 1, -1).astype(numpy.float64)
    return numpy.array(score(
        model=None, x_batch=maps, y_batch=numpy.array(TARGETS), a_batch=maps.copy(), channel_first=True))


samples = numpy.load(os.path.join(HERE, "../captum/expected.npz"))
expected = {}
for name, graph in captum_networks().items():
    if name == "smooth":
        continue
    x = torch.tensor(samples[f"{name}/samples"])
    single = copy.deepcopy(graph).float()
    graph.double()
    product = attr.InputXGradient(graph).attribute(x, TARGETS).detach().numpy()
    numbers = units(product)
    kept = in_order_of_removal(single, x.float(), numbers)
    kept |= by_captum(graph, x)
    kept["sparseness"] = sparseness(numbers)
    # A batch norm is a part of the convolution before it here, and its weights are shuffled with it.
    if name != "conv":
        kept |= cascade(graph, x, numbers)
    expected |= {f"{name}/{key}": value for key, value in kept.items()}

# Ranks with equals among them.
generator = numpy.random.default_rng(5)
first, second = generator.integers(0, 9, (2, 40)).astype(float)
expected |= {"ranks/first": first, "ranks/second": second,
             "ranks/correlation": numpy.array([scipy.stats.spearmanr(first, second).statistic])}
numpy.savez_compressed(os.path.join(HERE, "expected.npz"), **expected)
for key, value in expected.items():
    print(key, value.shape, value.ravel()[:3])
