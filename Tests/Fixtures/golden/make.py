"""Writes the networks of the golden cases: AND, XOR, monomials, a linear function. Needs onnx and numpy."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def save(name, features, nodes, constants, out=1):
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", features])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", out])],
        [numpy_helper.from_array(np.array(v, dtype), k) for k, (v, dtype) in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, f"{name}.onnx")


def dense(name, weights, biases):
    """Linear layers with ReLUs between them."""
    nodes, constants, value = [], {}, "x"
    for index, (w, b) in enumerate(zip(weights, biases)):
        last = index == len(weights) - 1
        constants[f"fc{index}.weight"] = (w, np.float32)
        constants[f"fc{index}.bias"] = (b, np.float32)
        out = "y" if last else f"z{index}"
        nodes.append(helper.make_node("Gemm", [value, f"fc{index}.weight", f"fc{index}.bias"], [out], transB=1))
        if not last:
            nodes.append(helper.make_node("Relu", [out], [f"a{index}"]))
            value = f"a{index}"
    save(name, len(weights[0][0]), nodes, constants)


# relu(x0 + x1 - 1)
dense("and", [[[1, 1]], [[1]]], [[-1], [0]])
# relu(x0 + x1) - 2 relu(x0 + x1 - 1)
dense("xor", [[[1, 1], [1, 1]], [[1, -2]]], [[0, -1], [0]])
dense("linear", [[[1, -2, 3]]], [[0.5]])

# x0 x0 x1, and x0 x1 x2
for name, factors in [("square-times", [0, 0, 1]), ("triple", [0, 1, 2])]:
    nodes, constants = [], {}
    for feature in sorted(set(factors)):
        constants[f"i{feature}"] = ([feature], np.int64)
        nodes.append(helper.make_node("Gather", ["x", f"i{feature}"], [f"x{feature}"], axis=1))
    value = f"x{factors[0]}"
    for step, feature in enumerate(factors[1:]):
        out = "y" if step == len(factors) - 2 else f"p{step}"
        nodes.append(helper.make_node("Mul", [value, f"x{feature}"], [out]))
        value = out
    save(name, 3, nodes, constants)
