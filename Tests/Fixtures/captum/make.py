"""Makes the networks and numbers of this folder: python make.py, with torch, onnx, numpy and captum 0.9.

Networks have few seeded weights in Float32; what captum says of them is computed in Float64. Integrals are given so many
steps that what is left of their error is far below the tolerance of the tests.
"""
import os

import numpy
import onnx
import torch
from captum import attr
from onnx import TensorProto, helper, numpy_helper
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 20000


class Sum(nn.Module):
    def forward(self, a, b):
        return a + b


class Graph(nn.Module):
    """Steps (name, module, names of what it reads); "x" is the input."""

    def __init__(self, name, shape, steps):
        super().__init__()
        self.name, self.shape, self.reads = name, shape, {}
        for step, module, *reads in steps:
            self.add_module(step, module)
            self.reads[step] = reads or [list(self.reads)[-1] if self.reads else "x"]

    def forward(self, x):
        values = {"x": x}
        for step, reads in self.reads.items():
            values[step] = getattr(self, step)(*[values[read] for read in reads])
        return values[step]


def write(graph, softmax):
    nodes, weights = [], []

    def weight(name, tensor):
        weights.append(numpy_helper.from_array(tensor.detach().numpy().astype(numpy.float32), name))
        return name

    for step, reads in graph.reads.items():
        module = getattr(graph, step)

        def node(kind, parameters=(), **attributes):
            inputs = reads + [weight(f"{step}.{name}", getattr(module, name)) for name in parameters]
            nodes.append(helper.make_node(kind, inputs, [step], name=step, **attributes))

        match module:
            case nn.Linear():
                node("Gemm", ("weight", "bias"), transB=1)
            case nn.Conv2d():
                node("Conv", ("weight", "bias"), pads=2 * list(module.padding), kernel_shape=list(module.kernel_size))
            case nn.BatchNorm2d():
                node("BatchNormalization", ("weight", "bias", "running_mean", "running_var"), epsilon=module.eps)
            case nn.MaxPool2d():
                node("MaxPool", kernel_shape=[2, 2], strides=[2, 2])
            case nn.AvgPool2d():
                node("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
            case nn.LeakyReLU():
                node("LeakyRelu", alpha=module.negative_slope)
            case nn.Flatten():
                node("Flatten")
            case Sum():
                node("Add")
            case _:
                node({"ReLU": "Relu", "Tanh": "Tanh", "Sigmoid": "Sigmoid", "Softplus": "Softplus"}[type(module).__name__])
    last = step
    if softmax:
        nodes.append(helper.make_node("Softmax", [last], ["softmax"], name="softmax", axis=1))
        last = "softmax"
    value = helper.make_tensor_value_info
    whole = helper.make_graph(
        nodes, graph.name, [value("x", TensorProto.FLOAT, ["N", *graph.shape])],
        [value(last, TensorProto.FLOAT, ["N", 3])], weights)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, os.path.join(HERE, f"{graph.name}.onnx"))


def networks():
    torch.manual_seed(4)
    norm = nn.BatchNorm2d(4)
    nn.init.uniform_(norm.weight, 0.5, 1.5)
    nn.init.normal_(norm.bias)
    nn.init.normal_(norm.running_mean)
    nn.init.uniform_(norm.running_var, 0.5, 1.5)
    return [
        Graph("dense", [6], [
            ("fc1", nn.Linear(6, 9)), ("relu1", nn.ReLU()), ("fc2", nn.Linear(9, 7)), ("relu2", nn.ReLU()),
            ("fc3", nn.Linear(7, 3))]),
        Graph("smooth", [6], [
            ("fc1", nn.Linear(6, 8)), ("tanh", nn.Tanh()), ("fc2", nn.Linear(8, 7)), ("softplus", nn.Softplus()),
            ("fc3", nn.Linear(7, 6)), ("sigmoid", nn.Sigmoid()), ("fc4", nn.Linear(6, 3))]),
        Graph("conv", [2, 8, 8], [
            ("conv1", nn.Conv2d(2, 4, 3, padding=1)), ("norm", norm), ("relu1", nn.ReLU()), ("pool1", nn.MaxPool2d(2)),
            ("conv2", nn.Conv2d(4, 5, 3, padding=1)), ("leaky", nn.LeakyReLU(0.1)), ("pool2", nn.AvgPool2d(2)),
            ("flatten", nn.Flatten()), ("fc", nn.Linear(20, 3))]),
        Graph("residual", [2, 6, 6], [
            ("conv1", nn.Conv2d(2, 4, 3, padding=1)), ("relu1", nn.ReLU()), ("conv2", nn.Conv2d(4, 4, 3, padding=1)),
            ("relu2", nn.ReLU()), ("sum", Sum(), "relu1", "relu2"), ("relu3", nn.ReLU()), ("pool", nn.AvgPool2d(2)),
            ("flatten", nn.Flatten()), ("fc", nn.Linear(36, 3))]),
    ]


# The layer that is looked at, a layer before another one, and a neuron of it.
LAYERS = {
    "dense": ("relu1", (4,)), "smooth": ("tanh", (3,)), "conv": ("pool1", (2, 1, 3)), "residual": ("relu2", (1, 2, 4))}


def numbers(graph):
    generator = torch.Generator().manual_seed(len(graph.name))

    def normal(count):
        return torch.round(64 * torch.randn(count, *graph.shape, generator=generator)).double() / 64

    # Multiples of 1/64, which Float32 holds exactly.
    x, baseline, references = normal(3), normal(1) / 2, normal(5)
    target = [2, 0, 1]
    layer, neuron = LAYERS[graph.name]
    at = getattr(graph, layer)
    path = dict(baselines=baseline, target=target, n_steps=STEPS, internal_batch_size=60000)
    middle = dict(path, method="riemann_middle")
    kept = {
        "samples": x, "baseline": baseline, "references": references, "logits": graph(x),
        "saliency": attr.Saliency(graph).attribute(x, target),
        "input-x-gradient": attr.InputXGradient(graph).attribute(x, target),
        "deeplift": attr.DeepLift(graph).attribute(x, baseline, target),
        "deeplift-shap": attr.DeepLiftShap(graph).attribute(x, references, target),
        "layer/input-x-gradient": attr.LayerGradientXActivation(graph, at).attribute(x, target),
        "layer/ig": attr.LayerIntegratedGradients(graph, at).attribute(x, **middle),
        "layer/conductance": attr.LayerConductance(graph, at).attribute(x, **dict(path, method="riemann_trapezoid")),
        "layer/internal-influence": attr.InternalInfluence(graph, at).attribute(x, **middle),
        "neuron/gradient": attr.NeuronGradient(graph, at).attribute(x, neuron),
        "neuron/ig": attr.NeuronIntegratedGradients(graph, at).attribute(
            x, neuron, baseline, n_steps=STEPS, internal_batch_size=60000, method="riemann_middle"),
        "neuron/guided-backprop": attr.NeuronGuidedBackprop(graph, at).attribute(x, neuron),
        "neuron/neuron-conductance": attr.NeuronConductance(graph, at).attribute(x, neuron, **middle),
    }
    # A layer that all passes: elsewhere the two mean different things by what stays as it is beside the layer.
    below = {"dense": "fc2", "smooth": "fc2", "conv": "conv2", "residual": "sum"}[graph.name]
    kept["below/deeplift"] = attr.LayerDeepLift(graph, getattr(graph, below)).attribute(x, baseline, target)
    if len(graph.shape) == 3:
        cam = attr.LayerGradCam(graph, at)
        kept["layer/grad-cam"] = cam.attribute(x, target)
        kept["layer/grad-cam-relu"] = cam.attribute(x, target, relu_attributions=True)
        kept["guided-grad-cam"] = attr.GuidedGradCam(graph, at).attribute(x, target)
        kept["occlusion"] = attr.Occlusion(graph).attribute(x, (2, 3, 3), strides=(2, 1, 1), target=target)
    torch.manual_seed(7)
    numpy.random.seed(7)
    # 40000 draws for one sample, with noise a tenth of its range.
    first = x[:1]
    kept["gradient-shap"] = attr.GradientShap(graph).attribute(
        first, references, n_samples=40000, stdevs=0.1 * float(first.max() - first.min()), target=target[0])
    return {f"{graph.name}/{key}": value.detach().numpy() for key, value in kept.items()}


expected = {}
for graph in networks():
    graph.eval()
    write(graph, softmax=graph.name == "residual")
    # Float32 weights, Float64 arithmetic.
    graph.double()
    expected |= numbers(graph)
numpy.savez_compressed(os.path.join(HERE, "expected.npz"), **expected)
