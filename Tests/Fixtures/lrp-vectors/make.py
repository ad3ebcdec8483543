"""Writes netA.onnx and netB.onnx: the networks of the reference vectors, with the weights that stand beside the values.

Usage: make.py VECTORS_ZENNIT.JSON   (needs the package onnx)
"""
import json
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

vectors = json.load(open(sys.argv[1]))


def weights(net):
    return [
        numpy_helper.from_array(np.array(v["data"], np.float32).reshape(v["shape"]), name)
        for name, v in vectors[net]["state"].items()
        if not name.endswith("num_batches_tracked")
    ]


def node(operator, inputs, output, **attributes):
    return helper.make_node(operator, inputs, [output], name=output, **attributes)


def conv(inputs, output, bias=True):
    names = [inputs, f"{output}.weight"] + ([f"{output}.bias"] if bias else [])
    return node("Conv", names, output, kernel_shape=[3, 3], pads=[1, 1, 1, 1])


def norm(inputs, output):
    names = [f"{output}.{p}" for p in ("weight", "bias", "running_mean", "running_var")]
    return node("BatchNormalization", [inputs] + names, output, epsilon=1e-5)


def dense(inputs, output):
    return node("Gemm", [inputs, f"{output}.weight", f"{output}.bias"], output, transB=1)


def write(net, path, shape, nodes, classes):
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(
        nodes, net, [value("x", ["N"] + shape)], [value(nodes[-1].output[0], ["N", classes])], weights(net)
    )
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


write(
    "netA", "netA.onnx", [2, 8, 8],
    [
        conv("x", "conv1"),
        node("Relu", ["conv1"], "relu1"),
        node("MaxPool", ["relu1"], "pool1", kernel_shape=[2, 2], strides=[2, 2]),
        conv("pool1", "conv2"),
        node("Relu", ["conv2"], "relu2"),
        node("AveragePool", ["relu2"], "pool2", kernel_shape=[2, 2], strides=[2, 2]),
        node("Flatten", ["pool2"], "flat"),
        dense("flat", "fc1"),
        node("Relu", ["fc1"], "relu3"),
        dense("relu3", "fc2"),
    ],
    3,
)
write(
    "netB", "netB.onnx", [2, 6, 6],
    [
        conv("x", "conv1", bias=False),
        norm("conv1", "bn1"),
        node("Relu", ["bn1"], "relu1"),
        conv("relu1", "conv2", bias=False),
        norm("conv2", "bn2"),
        node("Relu", ["bn2"], "relu2"),
        conv("relu2", "conv3"),
        norm("conv3", "bn3"),
        node("Add", ["relu1", "bn3"], "sum"),
        node("Relu", ["sum"], "relu3"),
        node("AveragePool", ["relu3"], "pool", kernel_shape=[2, 2], strides=[2, 2]),
        node("Flatten", ["pool"], "flat"),
        dense("flat", "fc"),
    ],
    3,
)
