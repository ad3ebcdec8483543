"""Made the fixtures beside it, with torch 2.13, captum 0.9 and scikit-learn 1.9. Not needed to run the tests.

What captum has is captum's; indices of interaction are written out from their definitions, over all sets of features,
without the dividends that the program uses.
"""
import itertools
import json
import math
from pathlib import Path

import numpy as np
import torch
from captum.attr import FeatureAblation, KernelShap, Lime, ShapleyValues
from captum._utils.models.linear_model import SkLearnLasso
from torch import nn

here = Path(__file__).parent
torch.manual_seed(4)
torch.set_default_dtype(torch.float64)


def export(model, shape, name):
    copy = model.float()
    torch.onnx.export(
        copy, torch.zeros(1, *shape, dtype=torch.float32), here / f"{name}.onnx", dynamo=False, input_names=["x"],
        dynamic_axes={"x": {0: "n"}, "y": {0: "n"}}, output_names=["y"])
    return model.double()


def rounded(values):
    return torch.as_tensor(values).flatten().tolist()


def single(*shape):
    """Numbers that Float32 holds exactly."""
    return torch.randn(*shape).float().double()


table = export(nn.Sequential(
    nn.Linear(8, 12), nn.ReLU(), nn.Linear(12, 10), nn.Tanh(), nn.Linear(10, 3)), (8,), "table")
with torch.no_grad():
    for parameter in table.parameters():
        parameter *= 2
table = export(table, (8,), "table")
shallow = export(nn.Sequential(nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 2)), (5,), "shallow")
picture = export(nn.Sequential(
    nn.Conv2d(2, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 36, 3)), (2, 8, 8), "picture")

x, baseline, targets = single(3, 8), single(1, 8), [0, 2, 1]
groups = torch.tensor([[0, 0, 1, 2, 2, 2, 3, 4]])
image = single(2, 2, 8, 8)
patches = (torch.arange(8)[:, None] // 3 * 3 + torch.arange(8) // 3)[None, None].expand(1, 2, 8, 8)
result = {
    "x": rounded(x), "baseline": rounded(baseline), "image": rounded(image),
    "ablation": rounded(FeatureAblation(table).attribute(x, baseline, target=targets)),
    "ablation/groups": rounded(FeatureAblation(table).attribute(x, baseline, target=targets, feature_mask=groups)),
    "ablation/grid": rounded(FeatureAblation(picture).attribute(image, target=1, feature_mask=patches)),
    "shapley/groups": rounded(ShapleyValues(table).attribute(x, baseline, target=targets, feature_mask=groups)),
}

# LIME and KernelSHAP on given draws.
masks = torch.randint(0, 2, (60, 8))


def given(_, **__):
    for mask in masks:
        yield mask[None].double()


result["masks"] = masks.flatten().tolist()
for penalty in [0.01, 0.1]:
    lime = Lime(table, interpretable_model=SkLearnLasso(alpha=penalty, tol=1e-12, max_iter=100000), perturb_func=given)
    result[f"lime/{penalty}"] = rounded(torch.cat([
        lime.attribute(x[[i]], baseline, target=targets[i], n_samples=len(masks)) for i in range(3)]))


def every(_, **arguments):
    for size in range(9):
        for members in itertools.combinations(range(8), size):
            yield torch.tensor([[1.0 if i in members else 0.0 for i in range(8)]])


class AllSets(KernelShap):
    def kernel_shap_similarity_kernel(self, _, __, sample, **___):
        size = int(sample.sum())
        return torch.tensor(1e6 if size in (0, 8) else 7 / (math.comb(8, size) * size * (8 - size)))


kernel = AllSets(table)
kernel.perturb_func = every
result["kernel"] = rounded(torch.cat([
    kernel.attribute(x[[i]], baseline, target=targets[i], n_samples=256) for i in range(3)]))


# Interactions, from their definitions.
def subsets(items):
    items = list(items)
    return itertools.chain.from_iterable(itertools.combinations(items, size) for size in range(len(items) + 1))


def game(row):
    values = {}
    for members in subsets(range(8)):
        point = baseline[0].clone()
        point[list(members)] = x[row, list(members)]
        values[frozenset(members)] = float(table(point[None])[0, targets[row]])
    return values


def delta(v, i, j, rest):
    rest = frozenset(rest)
    return v[rest | {i, j}] - v[rest | {i}] - v[rest | {j}] + v[rest]


n = 8
sii, taylor, faith, archipelago = (np.zeros((3, n, n)) for _ in range(4))
for row in range(3):
    v = game(row)
    for i in range(n):
        others = set(range(n)) - {i}
        sii[row, i, i] = sum(
            math.factorial(len(s)) * math.factorial(n - len(s) - 1) / math.factorial(n)
            * (v[frozenset(s) | {i}] - v[frozenset(s)]) for s in subsets(others))
        taylor[row, i, i] = v[frozenset({i})] - v[frozenset()]
        for j in others:
            rest = list(subsets(others - {j}))
            sii[row, i, j] = sum(
                math.factorial(len(s)) * math.factorial(n - len(s) - 2) / math.factorial(n - 1)
                * delta(v, i, j, s) for s in rest)
            taylor[row, i, j] = 2 / n * sum(delta(v, i, j, s) / math.comb(n - 1, len(s)) for s in rest)
            archipelago[row, i, j] = (delta(v, i, j, others - {j}) ** 2 + delta(v, i, j, []) ** 2) / 2
    # Least squares with the sums over none and over all fixed, by Lagrange's multipliers.
    pairs = list(itertools.combinations(range(n), 2))
    terms = [()] + [(i,) for i in range(n)] + pairs
    sets = [set(s) for s in subsets(range(n)) if 0 < len(s) < n]
    design = np.array([[1.0 if set(t) <= s else 0.0 for t in terms] for s in sets])
    weights = np.array([(n - 1) / (math.comb(n, len(s)) * len(s) * (n - len(s))) for s in sets])
    y = np.array([v[frozenset(s)] for s in sets])
    fixed = np.array([[1.0 if t == () else 0.0 for t in terms], [1.0] * len(terms)])
    ends = np.array([v[frozenset()], v[frozenset(range(n))]])
    left = np.block([[design.T @ (weights[:, None] * design), fixed.T], [fixed, np.zeros((2, 2))]])
    solved = np.linalg.solve(left, np.concatenate([design.T @ (weights * y), ends]))
    for term, value in zip(terms, solved):
        if len(term) == 1:
            faith[row, term[0], term[0]] = value
        if len(term) == 2:
            faith[row, term[0], term[1]] = faith[row, term[1], term[0]] = value

first, second, last = (layer.weight.detach().abs().numpy() for layer in (table[0], table[2], table[4]))
nid = np.zeros((3, n, n))
for row in range(3):
    influence = last[targets[row]] @ second
    for i, j in itertools.permutations(range(n), 2):
        nid[row, i, j] = sum(influence[k] * min(first[k, i], first[k, j]) for k in range(len(first)))

# A ReLU of z, blurred by a normal of deviation s, has the second derivative N(z; 0, s²): exact for one hidden layer.
points = single(2, 5)
hessian = np.zeros((2, 5, 5))
for row in range(2):
    noise = 0.3 * float(points[row].max() - points[row].min())
    w, b, out = shallow[0].weight.detach().numpy(), shallow[0].bias.detach().numpy(), shallow[2].weight.detach().numpy()
    for k in range(7):
        z, s = float(w[k] @ points[row].numpy() + b[k]), noise * np.linalg.norm(w[k])
        hessian[row] += out[1, k] * math.exp(-z * z / (2 * s * s)) / (s * math.sqrt(2 * math.pi)) * np.outer(w[k], w[k])

result |= {
    "shapley-interaction": rounded(sii), "shapley-taylor": rounded(taylor), "faith-shap": rounded(faith),
    "archipelago": rounded(archipelago), "nid": rounded(nid), "points": rounded(points),
    "smooth-hess": rounded(hessian),
    # captum goes through all orders, too many of eight features: the values of single features follow from the definition.
    "shapley": rounded(np.array([np.diag(sii[row]) for row in range(3)])),
}
(here / "games.json").write_text(json.dumps(result))
