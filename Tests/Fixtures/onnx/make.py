"""Makes the files of this folder: small networks and what onnxruntime computes from them.

For each case: CASE.onnx, and CASE.npz with the inputs (input0, ...) and the first output (expected).
Needs onnx, onnxruntime; for the networks that PyTorch exports also torch and onnxscript.

    python make.py [operators] [norms] [unreadable] [networks] [recurrent]
"""
import os
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
RANDOM = np.random.default_rng(7)
MAX = np.iinfo(np.int64).max
MIN = np.iinfo(np.int64).min


def f(*shape, low=-1, high=1):
    return RANDOM.uniform(low, high, shape).astype(np.float32)


def i(*values):
    return np.array(values, dtype=np.int64)


def n(op, inputs, outputs="y", **attributes):
    """A node; inputs and outputs are names with blanks between them, '_' is an operand left out."""
    inputs = ["" if name == "_" else name for name in inputs.split()]
    return helper.make_node(op, inputs, outputs.split(), name=f"{op}_{outputs.split()[0]}", **attributes)


def case(name, opset, nodes, shape, constants={}, batch="n", samples=3, seconds=None):
    """Writes a network that reads x: `shape` holds "n" where the batch axis is, or all numbers for a fixed batch."""
    inputs = [("x", shape)] + ([("x2", seconds)] if seconds else [])
    infos = [helper.make_tensor_value_info(k, TensorProto.FLOAT, s) for k, s in inputs]
    output = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    initializers = [numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items()]
    graph = helper.make_graph(nodes, name, infos, [output], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    path = os.path.join(HERE, name + ".onnx")
    onnx.save(model, path)
    values = {k: f(*[samples if e == "n" else e for e in s], low=-2, high=2) for k, s in inputs}
    write(path, values)


def write(path, values):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    expected = session.run(None, values)[0]
    arrays = {f"input{k}": v for k, v in enumerate(values.values())}
    np.savez(path[: -len(".onnx")] + ".npz", expected=expected.astype(np.float32), **arrays)


def operators():
    # Convolutions
    case("conv-grouped-dilated", 17,
         [n("Conv", "x w b", group=2, dilations=[2, 1], pads=[2, 0, 1, 1], strides=[1, 2])],
         ["n", 4, 9, 8], {"w": f(6, 2, 3, 2), "b": f(6)})
    case("conv-depthwise", 11, [n("Conv", "x w", group=4, pads=[1, 1, 1, 1])], ["n", 4, 5, 6], {"w": f(4, 1, 3, 3)})
    case("conv-1d", 13, [n("Conv", "x w b", "h", dilations=[2], pads=[2, 1], strides=[2]), n("Relu", "h")],
         ["n", 3, 11], {"w": f(5, 3, 3), "b": f(5)})
    for side in ["SAME_UPPER", "SAME_LOWER", "VALID"]:
        case(f"conv-{side.lower().replace('_', '-')}", 11,
             [n("Conv", "x w", auto_pad=side, strides=[2, 3], kernel_shape=[4, 3])], ["n", 2, 9, 10], {"w": f(3, 2, 4, 3)})
    # Dense layers
    case("gemm", 13, [n("Gemm", "x w b", alpha=0.5, beta=2.0)], ["n", 5], {"w": f(5, 4), "b": f(4)})
    case("gemm-transposed", 11, [n("Gemm", "x w b", transB=1)], ["n", 5], {"w": f(4, 5), "b": f(1, 4)})
    case("gemm-batch-last", 13, [n("Gemm", "x w", transA=1)], [5, "n"], {"w": f(5, 4)})
    case("matmul-bias", 13, [n("MatMul", "x w", "h"), n("Add", "b h")], ["n", 3, 5], {"w": f(5, 4), "b": f(4)})
    case("matmul-two", 13, [n("Transpose", "x", "t", perm=[0, 2, 1]), n("MatMul", "x t")], ["n", 3, 5])
    case("matmul-left", 13, [n("MatMul", "w x")], ["n", 3, 5], {"w": f(2, 3)})
    # Arithmetic
    case("arithmetic", 14,
         [n("Add", "x a", "h1"), n("Mul", "b h1", "h2"), n("Sub", "c h2", "h3"), n("Div", "h3 d", "h4"),
          n("Add", "h4 x", "h5"), n("Mul", "h5 x", "h6"), n("Sub", "h6 h1", "h7"), n("Div", "h7 e")],
         ["n", 3, 2, 4], {"a": f(3, 1, 1), "b": f(1, 3, 2, 1), "c": np.float32(0.7), "d": f(4, low=1, high=2),
                          "e": f(3, 2, 4, low=1, high=2)})
    case("two-inputs", 13, [n("Mul", "x x2", "h"), n("Add", "h x")], ["n", 3, 4], seconds=["n", 1, 4])
    # Batch norm
    norm = {"g": f(3), "be": f(3), "m": f(3), "v": f(3, low=0.5, high=2)}
    case("batch-norm", 11, [n("BatchNormalization", "x g be m v", epsilon=0.01)], ["n", 3, 4, 2], norm)
    case("batch-norm-vector", 15, [n("BatchNormalization", "x g be m v")], ["n", 3], norm)
    # Elementwise functions
    case("leaky-relu", 16, [n("LeakyRelu", "x", alpha=0.3)], ["n", 7])
    case("elu", 11, [n("Elu", "x", alpha=1.5)], ["n", 7])
    case("sigmoid-tanh", 13, [n("Sigmoid", "x", "h"), n("Tanh", "h", "t"), n("Sub", "t x")], ["n", 7])
    case("hard-sigmoid", 11, [n("HardSigmoid", "x", alpha=0.3, beta=0.4)], ["n", 7])
    case("hard-swish", 14, [n("Mul", "x three", "h"), n("HardSwish", "h")], ["n", 7], {"three": np.float32(3)})
    case("clip", 13, [n("Clip", "x low high", "h"), n("Clip", "h low2 _", "k"), n("Clip", "k _ high2")], ["n", 7],
         {"low": np.float32(-1), "high": np.float32(1.2), "low2": np.float32(-0.5), "high2": np.float32(1)})
    case("softmax-11", 11, [n("Softmax", "x")], ["n", 3, 4])
    case("softmax-13", 13, [n("Softmax", "x")], ["n", 3, 4])
    case("softmax-middle", 13, [n("Softmax", "x", axis=1)], ["n", 3, 4])
    case("log-softmax", 13, [n("LogSoftmax", "x", axis=-1)], ["n", 6])
    for op in ["Softmax", "LogSoftmax"]:
        case(f"net-ends-in-{op.lower()}", 13,
             [n("Gemm", "x w b", "h"), n("Relu", "h", "r"), n("Gemm", "r v", "l"), n(op, "l")], ["n", 5],
             {"w": f(5, 6), "b": f(6), "v": f(6, 4)})
    # Pools
    case("max-pool", 12, [n("MaxPool", "x", kernel_shape=[3, 2], strides=[2, 1], pads=[1, 0, 1, 1], dilations=[2, 1])],
         ["n", 2, 9, 8])
    case("max-pool-ceil", 12, [n("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1)],
         ["n", 2, 8, 6])
    case("max-pool-same", 12, [n("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER")],
         ["n", 2, 8, 7])
    case("max-pool-1d", 11, [n("MaxPool", "x", kernel_shape=[3], strides=[2], pads=[1, 1])], ["n", 2, 9])
    for include in [0, 1]:
        case(f"average-pool-{include}", 13,
             [n("AveragePool", "x", kernel_shape=[3, 2], strides=[2, 1], pads=[1, 1, 1, 0], count_include_pad=include)],
             ["n", 2, 8, 5])
        case(f"average-pool-ceil-{include}", 19,
             [n("AveragePool", "x", kernel_shape=[3, 3], strides=[2, 3], pads=[1, 1, 1, 1], ceil_mode=1,
                count_include_pad=include)], ["n", 2, 8, 6])
    case("average-pool-dilated", 19, [n("AveragePool", "x", kernel_shape=[2, 3], dilations=[3, 2], pads=[1, 0, 0, 2])],
         ["n", 2, 8, 9])
    case("average-pool-1d", 11, [n("AveragePool", "x", kernel_shape=[2], strides=[2])], ["n", 2, 9])
    case("global-average-pool", 11, [n("GlobalAveragePool", "x", "h"), n("Flatten", "h")], ["n", 4, 3, 5])
    # Reductions
    case("reduce-mean-13", 13, [n("ReduceMean", "x", axes=[-1, 2], keepdims=0)], ["n", 4, 3, 5])
    case("reduce-mean-18", 18, [n("ReduceMean", "x a")], ["n", 4, 3, 5], {"a": i(1)})
    case("reduce-sum-11", 11, [n("ReduceSum", "x", axes=[1])], ["n", 4, 3])
    case("reduce-sum-13", 13, [n("ReduceSum", "x a", keepdims=0)], ["n", 4, 3], {"a": i(-1)})
    # Arrangements
    case("concat", 13, [n("Relu", "x", "h"), n("Concat", "x h x", axis=-2)],
         ["n", 2, 3])
    case("concat-fixed-constant", 13, [n("Concat", "t x", axis=1)], [1, 3, 4], {"t": f(1, 1, 4)})
    case("flatten", 11, [n("Flatten", "x", axis=1)], ["n", 2, 3, 4])
    case("reshape-minus-one", 11, [n("Reshape", "x s")], ["n", 2, 3, 4], {"s": i(-1, 24)})
    case("reshape-copy", 11, [n("Reshape", "x s")], ["n", 2, 3, 4], {"s": i(0, -1, 4)})
    case("reshape-fixed", 13, [n("Reshape", "x s", "h"), n("Reshape", "h s2")], [2, 2, 3, 4],
         {"s": i(2, 6, 4), "s2": i(2, -1)})
    case("reshape-fixed-one", 13, [n("Reshape", "x s")], [1, 2, 3, 4], {"s": i(1, 24)})
    case("shape-flatten", 13,
         [n("Shape", "x", "s"), n("Gather", "s zero", "g"), n("Unsqueeze", "g z", "u"), n("Concat", "u m", "c", axis=0),
          n("Reshape", "x c")], ["n", 2, 3, 4], {"zero": np.int64(0), "z": i(0), "m": i(-1)})
    case("shape-flatten-11", 11,
         [n("Shape", "x", "s"), n("Gather", "s zero", "g"), n("Unsqueeze", "g", "u", axes=[0]),
          n("Constant", "", "m", value=numpy_helper.from_array(i(24))),
          n("Concat", "u m", "c", axis=0), n("Reshape", "x c")], ["n", 2, 3, 4], {"zero": np.int64(0)})
    case("channel-shuffle", 13,
         [n("Shape", "x", "s"), n("Slice", "s zero one", "b"), n("Slice", "s one end", "rest"), n("Cast", "rest", "r", to=7),
          n("Mul", "r ones", "r1"), n("Slice", "r1 one end", "hw"),
          n("Concat", "b g c hw", "t", axis=0), n("Reshape", "x t", "h"),
          n("Transpose", "h", "k", perm=[0, 2, 1, 3, 4]), n("Reshape", "k s")],
         ["n", 6, 2, 3], {"zero": i(0), "one": i(1), "end": i(MAX), "ones": i(1, 1, 1), "g": i(2), "c": i(3)})
    case("transpose-batch", 13,
         [n("Transpose", "x", "t", perm=[1, 0, 2]), n("Shape", "t", "s"), n("Gather", "s at", "b"),
          n("Concat", "four b two three", "c", axis=0), n("Reshape", "t c", "r"), n("Relu", "r", "p"),
          n("Transpose", "p", "q", perm=[1, 0, 2, 3]), n("Flatten", "q")],
         ["n", 4, 6], {"at": i(1), "four": i(4), "two": i(2), "three": i(3)})
    case("squeeze-unsqueeze-11", 11,
         [n("Unsqueeze", "x", "h", axes=[1, -1]), n("Tanh", "h", "t"), n("Squeeze", "t", axes=[-1])], ["n", 3, 4])
    case("squeeze-unsqueeze-13", 13,
         [n("Unsqueeze", "x a", "h"), n("Tanh", "h", "t"), n("Squeeze", "t b")], ["n", 3, 4], {"a": i(3, 1), "b": i(1)})
    case("slice", 13, [n("Slice", "x s e a t", "h"), n("Slice", "h s2 e2 a2")], ["n", 5, 7],
         {"s": i(1, -6), "e": i(MAX, -1), "a": i(1, 2), "t": i(2, 2), "s2": i(0), "e2": i(MAX), "a2": i(0)})
    case("slice-fixed", 13, [n("Slice", "x s e a")], [3, 5], {"s": i(0, 1), "e": i(3, 4), "a": i(0, 1)})
    case("gather", 13, [n("Gather", "x k", "h", axis=2), n("Gather", "h j", axis=1)], ["n", 3, 4],
         {"k": np.array([[0, -1], [2, 2]], dtype=np.int64), "j": np.int64(-1)})
    for mode in ["constant", "reflect", "edge"]:
        case(f"pad-{mode}", 13, [n("Pad", "x p v" if mode == "constant" else "x p", mode=mode)], ["n", 2, 4, 5],
             {"p": i(0, 0, 1, 2, 0, 0, 3, 1)} | ({"v": np.float32(0.5)} if mode == "constant" else {}))
    case("pad-crop", 18, [n("Pad", "x p _ a", mode="constant")], ["n", 2, 4, 5], {"p": i(1, -1, -2, 1), "a": i(2, -1)})
    # What the older exporter writes for a pad: the pairs of PyTorch, from last axis to first, turned round.
    case("pad-folded", 11,
         [n("ConstantOfShape", "four", "z", value=numpy_helper.from_array(i(0))), n("Concat", "p z", "all", axis=0),
          n("Reshape", "all pairs", "m"), n("Slice", "m minus lowest zero minus", "r"), n("Transpose", "r", "t", perm=[1, 0]),
          n("Reshape", "t flat", "q"), n("Cast", "q", "pads", to=7), n("Pad", "x pads v")],
         ["n", 2, 3, 4], {"four": i(4), "p": i(1, 2, 0, 3), "pairs": i(-1, 2), "minus": i(-1), "lowest": i(MIN),
                          "zero": i(0), "flat": i(-1), "v": np.float32(0)})
    case("expand", 13, [n("Expand", "x s", "h"), n("Mul", "h h")], ["n", 1, 4], {"s": i(3, 1)})
    case("class-token", 13,
         [n("Shape", "x", "s"), n("Gather", "s zero", "b"), n("Concat", "b rest", "c", axis=0), n("Expand", "t c", "e"),
          n("Concat", "e x", "h", axis=1), n("Gather", "h first", axis=1)],
         ["n", 3, 4], {"zero": i(0), "rest": i(1, 4), "t": f(1, 1, 4), "first": np.int64(0)})
    case("zero-state", 13,
         [n("Shape", "x", "s"), n("Gather", "s zero", "b"), n("Concat", "b rest", "c", axis=0),
          n("ConstantOfShape", "c", "e", value=numpy_helper.from_array(np.array([0.5], dtype=np.float32))),
          n("Add", "e x")], ["n", 4], {"zero": i(0), "rest": i(4)})
    case("identity-dropout", 13,
         [n("Identity", "w", "v"), n("Identity", "x", "h"), n("Dropout", "h r", "d"), n("Mul", "d v"), ],
         ["n", 4], {"w": f(4), "r": np.float32(0.5)})
    case("dropout-11", 11, [n("Dropout", "x", "d", ratio=0.3), n("Relu", "d")], ["n", 4])
    case("cast", 13, [n("Cast", "k", "c", to=1), n("Mul", "x c", "h"), n("Cast", "h", to=1)], ["n", 4], {"k": i(1, 2, 3, 4)})
    case("weights-folded", 13,
         [n("Transpose", "w", "t", perm=[1, 0]), n("Mul", "t two", "u"), n("MatMul", "x u", "h"), n("Add", "h b")],
         ["n", 4], {"w": f(3, 4), "two": np.float32(2), "b": f(3)})
    types()
    external()
    case("norm-before-grouped", 13,
         [n("BatchNormalization", "x g be m v", "h"), n("Conv", "h w", group=2, strides=[2, 1])], ["n", 4, 5, 5],
         {"g": f(4), "be": f(4), "m": f(4), "v": f(4, low=0.5, high=2), "w": f(6, 2, 2, 3)})
    case("norm-before-linear", 13,
         [n("BatchNormalization", "x g be m v", "h"), n("Gemm", "h w b")], ["n", 4],
         {"g": f(4), "be": f(4), "m": f(4), "v": f(4, low=0.5, high=2), "w": f(4, 3), "b": f(3)})
    case("norm-before-padded", 13,
         [n("BatchNormalization", "x g be m v", "h"), n("Conv", "h w", pads=[1, 1, 1, 1])], ["n", 4, 5, 5],
         {"g": f(4), "be": f(4), "m": f(4), "v": f(4, low=0.5, high=2), "w": f(3, 4, 3, 3)})
    case("norm-read-twice", 13,
         [n("Conv", "x w", "c"), n("BatchNormalization", "c g be m v", "h"), n("Add", "c h", "s"),
          n("BatchNormalization", "s g be m v", "k"), n("Add", "k h")], ["n", 2, 4, 4],
         {"g": f(4), "be": f(4), "m": f(4), "v": f(4, low=0.5, high=2), "w": f(4, 2, 2, 2)})


def norms():
    """Norms by the root mean square: the operator, and spelled out in two ways."""
    mean = [n("Mul", "x x", "q"), n("ReduceMean", "q axes", "m"), n("Add", "m e", "s")]
    numbers = {"axes": i(-1), "e": np.float32(0.1), "g": f(4)}
    case("root-mean-square", 23, [n("RMSNormalization", "x g", axis=-1, epsilon=0.1)], ["n", 3, 4], {"g": numbers["g"]})
    case("root-mean-square-quotient", 18, mean + [n("Sqrt", "s", "r"), n("Div", "x r", "d"), n("Mul", "d g")],
         ["n", 3, 4], numbers)
    case("root-mean-square-power", 18, mean + [n("Pow", "s p", "r"), n("Mul", "r x", "d"), n("Mul", "g d")],
         ["n", 3, 4], numbers | {"p": np.float32(-0.5)})


def bad(name, nodes, shape, constants={}, opset=13, domain=""):
    """Writes a network that can't be imported, without looking whether onnxruntime could run it."""
    info = helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)
    output = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    initializers = [numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items()]
    for node in nodes:
        node.domain = domain
    graph = helper.make_graph(nodes, name, [info], [output], initializers)
    opsets = [helper.make_opsetid("", opset)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    os.makedirs(os.path.join(HERE, "bad"), exist_ok=True)
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), os.path.join(HERE, "bad", name + ".onnx"))


def unreadable():
    bad("unknown", [n("Relu", "x", "h"), n("Softmaks", "h")], ["n", 3])
    bad("unlike-any", [n("QLinearConcatenator", "x")], ["n", 3])
    bad("foreign", [n("Gelu", "x")], ["n", 3], domain="com.microsoft")
    bad("old", [n("Relu", "x")], ["n", 3], opset=9)
    bad("clash-linear", [n("Gemm", "x w")], ["n", 3], {"w": f(4, 2)})
    bad("clash-sum", [n("Flatten", "x", "h"), n("Add", "h w")], ["n", 3, 2], {"w": f(5)})
    bad("clash-conv", [n("Conv", "x w")], ["n", 3, 8, 8], {"w": f(4, 2, 3, 3)})
    bad("clash-bias", [n("Conv", "x w b")], ["n", 3, 8, 8], {"w": f(4, 3, 3, 3), "b": f(5)})
    bad("window", [n("MaxPool", "x", kernel_shape=[9, 9])], ["n", 3, 8, 8])
    bad("window-rank", [n("MaxPool", "x", kernel_shape=[2])], ["n", 3, 8, 8])
    bad("conv-3d", [n("Conv", "x w")], ["n", 3, 8, 8, 8], {"w": f(4, 3, 3, 3, 3)})
    bad("undefined", [n("Relu", "nothing")], ["n", 3])
    bad("operand-missing", [n("Conv", "x")], ["n", 3, 8, 8])
    bad("attribute-not-a-number", [n("LeakyRelu", "x", alpha=float("nan"))], ["n", 3])
    bad("axis", [n("Softmax", "x", axis=5)], ["n", 3])
    bad("mixes", [n("Reshape", "x s")], ["n", 3, 4], {"s": i(-1, 5)})
    bad("across", [n("ReduceMean", "x", axes=[0])], ["n", 3])
    bad("samples-sliced", [n("Slice", "x s e a")], ["n", 3], {"s": i(0), "e": i(1), "a": i(0)})
    bad("gather-outside", [n("Gather", "x k", axis=1)], ["n", 3], {"k": i(7)})
    bad("two-symbols", [n("Relu", "x")], [2, 3, "height", "width"])
    bad("no-batch", [n("Relu", "x")], [3])
    bad("huge", [n("Relu", "x")], ["n", 1 << 40, 1 << 40])
    bad("huge-constant", [n("ConstantOfShape", "s", "h"), n("Add", "x h")], ["n", 3], {"s": i(1 << 40, 1 << 40)})
    many = [n("ConstantOfShape", "s", f"h{k}") for k in range(8)]
    bad("huge-constants", many + [n("Add", "x h7")], ["n", 3], {"s": i(1 << 24)})
    bad("divides-by-zero", [n("Div", "a z", "s"), n("Reshape", "x s")], ["n", 3], {"a": i(3), "z": i(0)})
    bad("output-constant", [n("Identity", "w")], ["n", 3], {"w": f(3)})
    bad("not-a-number", [n("Mul", "x w")], ["n", 3], {"w": np.array([1, np.nan, 2], dtype=np.float32)})


def types():
    """The same sum of constants in every element type, as raw bytes and in typed fields."""
    kinds = {"float": TensorProto.FLOAT, "double": TensorProto.DOUBLE, "half": TensorProto.FLOAT16,
             "int32": TensorProto.INT32, "int64": TensorProto.INT64, "bool": TensorProto.BOOL, "uint8": TensorProto.UINT8}
    nodes, initializers, last = [], [], "x"
    for raw in [False, True]:
        for name, kind in kinds.items():
            label = name + ("-raw" if raw else "")
            values = np.array([0, 1, 1, 0] if name in ["bool", "uint8"] else [-3, 2, 0, 5])
            if name in ["float", "double", "half"]:
                values = values * 0.25
            array = values.astype(helper.tensor_dtype_to_np_dtype(kind))
            initializers.append(helper.make_tensor(label, kind, [4], array.tobytes() if raw else array.tolist(), raw=raw))
            nodes += [n("Cast", label, "c" + label, to=1), n("Add", f"{last} c{label}", "s" + label)]
            last = "s" + label
    nodes.append(n("Identity", last))
    graph = helper.make_graph(nodes, "types", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 4])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], initializers)
    path = os.path.join(HERE, "types.onnx")
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    write(path, {"x": f(3, 4)})


def external():
    """Weights in a file of their own; the same with that file missing, too short, or outside the folder."""
    case("external", 13, [n("Gemm", "x w b", transB=1)], ["n", 5], {"w": f(4, 5), "b": f(4)})
    path = os.path.join(HERE, "external.onnx")
    model = onnx.load(path)
    os.path.exists(path + ".data") and os.remove(path + ".data")
    onnx.save(model, path, save_as_external_data=True, location="external.onnx.data", size_threshold=0)
    model = onnx.load(path, load_external_data=False)
    for name, location, offset in [("missing", "missing.data", 0), ("short", "external.onnx.data", 1 << 40),
                                   ("outside", "../fashion.data", 0)]:
        for entry in model.graph.initializer[0].external_data:
            if entry.key == "location":
                entry.value = location
            if entry.key == "offset":
                entry.value = str(offset)
        with open(os.path.join(HERE, f"external-{name}.onnx"), "wb") as file:
            file.write(model.SerializeToString())


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["operators", "norms", "unreadable", "networks", "recurrent"]
    if "operators" in wanted:
        operators()
    if "norms" in wanted:
        norms()
    if "unreadable" in wanted:
        unreadable()
    if "networks" in wanted:
        import networks
        networks.make(HERE, write)
    if "recurrent" in wanted:
        import recurrent
        recurrent.make(HERE, n, f, i, case, write)
