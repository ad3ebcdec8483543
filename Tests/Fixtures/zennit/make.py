"""Makes the files of this folder: networks, and how zennit 1.0 explains them (in Float64).

For each network: NAME-older.onnx and NAME-current.onnx, by PyTorch's two exporters; NAME.npz with

    input, class, prediction
    COMPOSITE/heatmap, COMPOSITE/relevance/LAYER              the class without a condition
    COMPOSITE@LAYER:CHANNELS/heatmap, .../relevance/LAYER     relevance passes these channels only
    COMPOSITE@LAYER:CHANNELS@start/heatmap, ...               and starts there

Needs torch, onnx, onnxscript, zennit.

    python make.py
"""
import copy
import os
import warnings

import numpy as np
import onnx
import torch
from torch import nn
from zennit import canonizers, composites

from networks import NETWORKS, network

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
COMPOSITES = {
    "beta-smooth": composites.BetaSmooth, "deconvnet": composites.DeconvNet,
    "epsilon-alpha2-beta1": composites.EpsilonAlpha2Beta1,
    "epsilon-alpha2-beta1-flat": composites.EpsilonAlpha2Beta1Flat,
    "epsilon-gamma-box": lambda canonizers: composites.EpsilonGammaBox(low=-3., high=3., canonizers=canonizers),
    "epsilon-plus": composites.EpsilonPlus, "epsilon-plus-flat": composites.EpsilonPlusFlat,
    "excitation-backprop": composites.ExcitationBackprop,
    "gradient": lambda canonizers: composites.LayerMapComposite([], canonizers=canonizers),
    "guided-backprop": composites.GuidedBackprop,
}
RECORDING = ["epsilon-plus", "gradient"]


def explain(model, composite, x, label, record, condition=None, starts=False):
    """The heatmap and the relevance at the outputs of `record`, before any mask."""
    merges = getattr(model, "merges", None)
    merge = canonizers.NamedMergeBatchNorm([([a], b) for a, b in merges]) if merges \
        else canonizers.SequentialMergeBatchNorm()
    x = x.clone().requires_grad_()
    outputs, relevance = {}, {}

    def keep(layer):
        return lambda module, inputs, output: outputs.update({layer: output})

    def note(layer):
        def hook(gradient):
            relevance.setdefault(layer, gradient.clone())
        return hook

    with COMPOSITES[composite](canonizers=[merge]).context(model):
        modules = dict(model.named_modules())
        handles = [modules[layer].register_forward_hook(keep(layer)) for layer in record]
        top = model(x)
        initial = torch.zeros_like(top)
        initial[:, label] = top.detach()[:, label]
        for layer in record:
            outputs[layer].register_hook(note(layer))
        if condition:
            layer, channels = condition
            if starts:
                arrived = outputs[layer].detach()
            else:
                arrived, = torch.autograd.grad(top, outputs[layer], initial, retain_graph=True)
            relevance[layer] = arrived
            top, initial = outputs[layer], torch.zeros_like(arrived)
            initial[:, channels] = arrived[:, channels]
        heatmap, = torch.autograd.grad(top, x, initial)
        for handle in handles:
            handle.remove()
    return heatmap.sum(1), relevance


def export(model, x, path, current):
    names = dict(input_names=["input"], output_names=["logits"])
    if current:
        torch.onnx.export(model, (x,), path, dynamo=True, dynamic_shapes=({0: torch.export.Dim("n")},),
                          external_data=False, verbose=False, **names)
    else:
        torch.onnx.export(model, (x,), path, dynamo=False, dynamic_axes={"input": {0: "n"}}, **names)
    file = onnx.load(path)
    # Stack traces name the files of the machine that this ran on.
    for node in file.graph.node:
        kept = [entry for entry in node.metadata_props if entry.key == "pkg.torch.onnx.name_scopes"]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
        node.doc_string = ""
    for part in [file.graph, *file.graph.value_info, *file.graph.input, *file.graph.output, file]:
        del part.metadata_props[:]
    del file.graph.value_info[:]
    onnx.save(file, path)


for name, (_, shape, layer) in NETWORKS.items():
    model = network(name)
    x = torch.randn(2, *shape, generator=torch.Generator().manual_seed(11))
    export(copy.deepcopy(model), x, os.path.join(HERE, f"{name}-older.onnx"), current=False)
    export(copy.deepcopy(model), x, os.path.join(HERE, f"{name}-current.onnx"), current=True)
    model, x = model.double(), x[:1].double()
    prediction = model(x).detach()
    label = int(prediction.argmax())
    arrays = {"input": x, "class": torch.tensor([label]), "prediction": prediction}
    record = [n for n, m in model.named_modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    cases = [(c, None, False) for c in COMPOSITES]
    cases += [("epsilon-plus-flat", (layer, [0, 2]), False), ("epsilon-gamma-box", (layer, [1]), False),
              ("epsilon-plus", (layer, [1]), True)]
    for composite, condition, starts in cases:
        case = composite
        if condition:
            case += f"@{layer}:" + ",".join(map(str, condition[1])) + ("@start" if starts else "")
        heatmap, relevance = explain(model, composite, x, label, record, condition, starts)
        arrays[f"{case}/heatmap"] = heatmap
        if case in RECORDING or condition:
            for below, values in relevance.items():
                arrays[f"{case}/relevance/{below}"] = values
    arrays = {key: value.detach().float().numpy() for key, value in arrays.items()}
    np.savez_compressed(os.path.join(HERE, f"{name}.npz"), **arrays)
