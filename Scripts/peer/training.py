"""Steps of training with PyTorch; reads what as JSON, writes how long they took as JSON."""

import json
import sys

import numpy
import torch
from measuring import peak, reset_peak, seconds


class Convolutional(torch.nn.Sequential):
    def __init__(self, parameters):
        layers = []
        for weight, bias in pairs(parameters[:-4]):
            layers += [like(torch.nn.Conv2d(*weight.shape[1::-1], 3, padding=1), weight, bias)]
            layers += [torch.nn.ReLU(), torch.nn.MaxPool2d(2)]
        (first, last) = (dense(*pair) for pair in pairs(parameters[-4:]))
        super().__init__(*layers, torch.nn.Flatten(), first, torch.nn.ReLU(), last)


class Recurrent(torch.nn.Module):
    """Recurrent layers, and an answer at each step. `order` says where PyTorch's gates lie among ours."""

    def __init__(self, kind, order, parameters):
        super().__init__()
        self.layers = torch.nn.ModuleList()
        for start in range(0, len(parameters) - 2, 3):
            weight, recurrent, bias = parameters[start : start + 3]
            units, gates = recurrent.shape[2], len(order)
            layer = kind(weight.shape[2], units, batch_first=True)
            biases = bias.reshape(2, gates, units)
            found = [weight.reshape(gates, units, -1), recurrent.reshape(gates, units, units), biases[0], biases[1]]
            with torch.no_grad():
                for target, source in zip(layer.parameters(), found):
                    target.copy_(torch.from_numpy(source[order].reshape(target.shape)))
            self.layers.append(layer)
        self.head = dense(*parameters[-2:])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)[0]
        return self.head(x)


class Shallow(torch.nn.Module):
    """h = ReLU(W [x; r]), r = ReLU(V h) over strips of a picture; biases stay at most 0."""

    def __init__(self, parameters):
        super().__init__()
        self.hidden, self.recur, self.logits = (dense(*pair) for pair in pairs(parameters))

    def forward(self, x):
        state = x.new_zeros(len(x), self.recur.out_features)
        steps = x.chunk(4, 3)
        for step, columns in enumerate(steps):
            hidden = torch.relu(self.hidden(torch.cat([columns.flatten(1), state], 1)))
            if step + 1 < len(steps):
                state = torch.relu(self.recur(hidden))
        return self.logits(hidden)

    @torch.no_grad()
    def bound(self):
        self.hidden.bias.clamp_(max=0)
        self.recur.bias.clamp_(max=0)


def pairs(parameters):
    return list(zip(parameters[::2], parameters[1::2]))


def dense(weight, bias):
    return like(torch.nn.Linear(*weight.shape[::-1]), weight, bias)


def like(module, weight, bias):
    with torch.no_grad():
        module.weight.copy_(torch.from_numpy(weight))
        module.bias.copy_(torch.from_numpy(bias))
    return module


NETWORKS = {
    "cnn": Convolutional,
    "gru": lambda parameters: Recurrent(torch.nn.GRU, [1, 0, 2], parameters),
    "lstm": lambda parameters: Recurrent(torch.nn.LSTM, [0, 2, 3, 1], parameters),
    "shallow": Shallow,
}


def main():
    request = json.load(sys.stdin)
    torch.set_num_threads(request["threads"])
    arrays = {name: numpy.load(path) for name, path in request["tensors"].items()}
    count = sum(name.startswith("parameter") for name in arrays)
    model = NETWORKS[request["network"]]([arrays[f"parameter{place}"] for place in range(count)])
    optimizer = torch.optim.Adam(model.parameters())
    inputs, labels = torch.from_numpy(arrays["inputs"]), torch.from_numpy(arrays["labels"]).long()

    def train():
        losses = []
        for x, y in zip(inputs, labels):
            optimizer.zero_grad()
            logits = model(x)
            loss = torch.nn.functional.cross_entropy(logits.flatten(0, -2), y.flatten())
            loss.backward()
            optimizer.step()
            if hasattr(model, "bound"):
                model.bound()
            losses.append(loss.item())
        return numpy.array(losses, numpy.float32)

    # As for our own rows: what loading took is gone, and the first repetition does not count.
    reset_peak()
    numpy.save(request["result"], train())
    _, times = seconds(train, request["repetitions"])
    print(json.dumps({"tool": "PyTorch", "times": times, "memory": peak()}))


if __name__ == "__main__":
    main()
