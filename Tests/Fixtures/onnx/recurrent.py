"""Recurrent networks: ONNX's operators in each direction, and what PyTorch exports."""
import os

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper


def make(folder, n, f, i, case, write):
    forms = [("rnn", "RNN", 1, {}), ("gru", "GRU", 3, {}), ("gru-before", "GRU", 3, {"linear_before_reset": 1}), ("lstm", "LSTM", 4, {})]
    for name, op, gates, attributes in forms:
        for direction, count in [("forward", 1), ("reverse", 1), ("bidirectional", 2)]:
            weights = {"w": f(count, gates * 5, 3), "r": f(count, gates * 5, 5), "b": f(count, gates * 10)}
            for output, perm in [("y", [2, 0, 1, 3]), ("last", [1, 0, 2])]:
                outputs = "s" if output == "y" else "_ s"
                node = n(op, "t w r b", outputs, hidden_size=5, direction=direction, **attributes)
                if output == "last":
                    node.output[0] = ""
                nodes = [n("Transpose", "x", "t", perm=[1, 0, 2]), node, n("Transpose", "s", "y", perm=perm)]
                case(f"{name}-{direction}-{output}", 14, nodes, ["n", 4, 3], weights)
    relu = n("RNN", "t w r", "s", hidden_size=4, activations=["Relu"])
    case("rnn-relu", 17, [n("Transpose", "x", "t", perm=[1, 0, 2]), relu, n("Squeeze", "s a", "q"),
                          n("Transpose", "q", "y", perm=[1, 0, 2])], ["n", 4, 3],
         {"w": f(1, 4, 3), "r": f(1, 4, 4), "a": i(1)})
    memory = n("LSTM", "t w r b", "_ _ s", hidden_size=5)
    memory.output[0] = memory.output[1] = ""
    case("lstm-memory", 14, [n("Transpose", "x", "t", perm=[1, 0, 2]), memory, n("Transpose", "s", "y", perm=[1, 0, 2])],
         ["n", 4, 3], {"w": f(1, 20, 3), "r": f(1, 20, 5), "b": f(1, 40)})
    # Of each sample as many steps count as its second input says.
    for direction, count in [("forward", 1), ("bidirectional", 2)]:
        name = f"lstm-lengths-{direction}"
        nodes = [n("Transpose", "x", "t", perm=[1, 0, 2]), n("Cast", "lengths", "l", to=TensorProto.INT32),
                 n("LSTM", "t w r b l", "s", hidden_size=5, direction=direction), n("Transpose", "s", "y", perm=[2, 0, 1, 3])]
        weights = {"w": f(count, 20, 3), "r": f(count, 20, 5), "b": f(count, 40)}
        graph = helper.make_graph(
            nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 5, 3]),
                          helper.make_tensor_value_info("lengths", TensorProto.INT64, ["n"])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
            [numpy_helper.from_array(v, k) for k, v in weights.items()])
        path = os.path.join(folder, name + ".onnx")
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8), path)
        write(path, {"x": f(3, 5, 3), "lengths": i(5, 1, 3)})

    class Net(torch.nn.Module):
        def __init__(self, kind, **settings):
            super().__init__()
            self.body = kind(6, 8, batch_first=True, **settings)
            self.head = torch.nn.Linear(8 * (2 if settings.get("bidirectional") else 1), 3)

        def forward(self, x):
            return self.head(self.body(x)[0][:, -1])

    class Cells(torch.nn.Module):
        """A loop in Python, which the exporter unrolls."""

        def __init__(self):
            super().__init__()
            self.cell = torch.nn.LSTMCell(6, 8)
            self.head = torch.nn.Linear(8, 3)

        def forward(self, x):
            h = c = torch.zeros(x.shape[0], 8)
            for step in range(x.shape[1]):
                gates = x[:, step] @ self.cell.weight_ih.T + self.cell.bias_ih + h @ self.cell.weight_hh.T + self.cell.bias_hh
                i, f, g, o = gates.chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
            return self.head(h)

    torch.manual_seed(3)
    two = {"num_layers": 2}
    networks = {
        "torch-rnn": Net(torch.nn.RNN, nonlinearity="relu"), "torch-gru-2": Net(torch.nn.GRU, **two),
        "torch-lstm-2": Net(torch.nn.LSTM, **two), "torch-lstm-both": Net(torch.nn.LSTM, bidirectional=True, **two),
        "torch-unrolled": Cells()}
    for name, network in networks.items():
        x = torch.randn(3, 5, 6)
        path = os.path.join(folder, name + ".onnx")
        torch.onnx.export(network.eval(), x, path, dynamo=False, opset_version=17, input_names=["x"],
                          dynamic_axes={"x": {0: "n"}})
        write(path, {"x": x.numpy()})
