"""Small networks with random weights, every part of them a module, so that zennit's hooks see it."""
import torch
from torch import nn
from zennit.layer import Sum


class Plus(nn.Module):
    """x + y: in a file a plain addition, for zennit a sum over stacked branches."""

    def __init__(self):
        super().__init__()
        self.sum = Sum()

    def forward(self, x, y):
        if torch.onnx.is_in_onnx_export() or torch.compiler.is_compiling():
            return x + y
        return self.sum(torch.stack([x, y], -1))


class Chain(nn.Module):
    """Named modules, one after the other."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            setattr(self, name, module)

    def forward(self, x):
        for module in self.children():
            x = module(x)
        return x


def grouped():
    return Chain(
        conv1=nn.Conv2d(2, 8, (3, 5), stride=(2, 1), padding=(1, 3), dilation=(1, 2)), relu1=nn.ReLU(),
        conv2=nn.Conv2d(8, 8, (3, 2), groups=4, dilation=(2, 3), padding=(2, 0)), relu2=nn.ReLU(),
        conv3=nn.Conv2d(8, 12, 3, groups=2, stride=(1, 3), padding=2, bias=False), relu3=nn.ReLU(),
        conv4=nn.Conv2d(12, 12, (1, 3), groups=12, stride=2), relu4=nn.ReLU(),
        pool=nn.MaxPool2d((2, 3), (2, 1), padding=(1, 1)), flatten=nn.Flatten(), fc=nn.Linear(72, 4))


def average():
    return Chain(
        conv1=nn.Conv2d(2, 6, 3, padding=1), relu1=nn.ReLU(),
        pool1=nn.AvgPool2d(3, 2, padding=1, count_include_pad=False),
        conv2=nn.Conv2d(6, 6, 3, padding=1),
        pool2=nn.AvgPool2d((3, 2), (2, 2), padding=(1, 0), count_include_pad=True, ceil_mode=True), relu2=nn.ReLU(),
        conv3=nn.Conv2d(6, 8, 3, padding=1), relu3=nn.ReLU(), pool3=nn.AvgPool2d(2, ceil_mode=True),
        conv4=nn.Conv2d(8, 8, 3, padding=1), pool4=nn.AdaptiveAvgPool2d((2, 1)), flatten=nn.Flatten(),
        fc1=nn.Linear(16, 6), relu4=nn.ReLU(), fc2=nn.Linear(6, 3))


def norms():
    """Batch norm behind convolutions (plain, depthwise, grouped) and dense layers, with a pool in between once."""
    return Chain(
        conv1=nn.Conv2d(3, 6, 3, padding=1, bias=False), norm1=nn.BatchNorm2d(6), relu1=nn.ReLU(),
        conv2=nn.Conv2d(6, 6, 3, groups=6, padding=1), norm2=nn.BatchNorm2d(6), relu2=nn.ReLU(),
        conv3=nn.Conv2d(6, 8, 1, bias=False), norm3=nn.BatchNorm2d(8), pool=nn.MaxPool2d(2), relu3=nn.ReLU(),
        conv4=nn.Conv2d(8, 8, 3, groups=2), norm4=nn.BatchNorm2d(8), relu4=nn.ReLU(),
        average=nn.AdaptiveAvgPool2d(2), flatten=nn.Flatten(),
        fc1=nn.Linear(32, 10, bias=False), norm5=nn.BatchNorm1d(10), relu5=nn.ReLU(),
        fc2=nn.Linear(10, 8), norm6=nn.BatchNorm1d(8), relu6=nn.ReLU(), fc3=nn.Linear(8, 4))


def norms_before():
    """Batch norm in front: of everything, of padded and other convolutions, of dense layers; and once at the end."""
    return Chain(
        norm0=nn.BatchNorm2d(3), conv1=nn.Conv2d(3, 6, 3), relu1=nn.ReLU(),
        norm1=nn.BatchNorm2d(6), conv2=nn.Conv2d(6, 8, 3, padding=1), relu2=nn.ReLU(),
        norm2=nn.BatchNorm2d(8), conv3=nn.Conv2d(8, 8, 1), relu3=nn.ReLU(), pool=nn.AdaptiveAvgPool2d(2),
        flatten=nn.Flatten(), norm3=nn.BatchNorm1d(32), fc1=nn.Linear(32, 8), relu4=nn.ReLU(),
        norm4=nn.BatchNorm1d(8), fc2=nn.Linear(8, 4), norm5=nn.BatchNorm1d(4))


class DenseLayer(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(inputs)
        self.relu1 = nn.ReLU()
        self.conv1 = nn.Conv2d(inputs, 8, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(8)
        self.relu2 = nn.ReLU()
        self.conv2 = nn.Conv2d(8, 4, 3, padding=1, bias=False)

    def forward(self, features):
        x = self.conv1(self.relu1(self.norm1(torch.cat(features, 1))))
        return self.conv2(self.relu2(self.norm2(x)))


class Dense(nn.Module):
    """DenseNet's parts. What follows another in the list of modules does not always read it."""

    merges = [("stem", "norm0")] + [(f"layer{k}.conv1", f"layer{k}.norm2") for k in range(3)]

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 6, 3, padding=1, bias=False)
        self.norm0 = nn.BatchNorm2d(6)
        self.relu0 = nn.ReLU()
        for k in range(3):
            setattr(self, f"layer{k}", DenseLayer(6 + 4 * k))
        self.transition = Chain(
            norm=nn.BatchNorm2d(18), relu=nn.ReLU(), conv=nn.Conv2d(18, 8, 1, bias=False), pool=nn.AvgPool2d(2))
        self.head = Chain(
            norm=nn.BatchNorm2d(8), relu=nn.ReLU(), pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(),
            fc=nn.Linear(8, 5))

    def forward(self, x):
        features = [self.relu0(self.norm0(self.stem(x)))]
        for k in range(3):
            features.append(getattr(self, f"layer{k}")(features))
        return self.head(self.transition(torch.cat(features, 1)))


class Inverted(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        wide = 3 * inputs
        self.conv = nn.Sequential(
            nn.Conv2d(inputs, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU6(),
            nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False), nn.BatchNorm2d(wide), nn.ReLU6(),
            nn.Conv2d(wide, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
        self.plus = Plus() if stride == 1 and inputs == outputs else None

    def forward(self, x):
        return self.plus(x, self.conv(x)) if self.plus else self.conv(x)


def inverted():
    return Chain(
        stem=nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False), norm=nn.BatchNorm2d(4), relu=nn.ReLU6(),
        block1=Inverted(4, 4, 1), block2=Inverted(4, 6, 2), block3=Inverted(6, 6, 1),
        pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(), dropout=nn.Dropout(0.2), fc=nn.Linear(6, 5))


def activations():
    return Chain(
        conv1=nn.Conv2d(3, 6, 3, padding=1), leaky=nn.LeakyReLU(0.2), conv2=nn.Conv2d(6, 6, 3, padding=1),
        elu=nn.ELU(0.7), conv3=nn.Conv2d(6, 6, 3, padding=1), sigmoid=nn.Sigmoid(),
        conv4=nn.Conv2d(6, 6, 3, padding=1), tanh=nn.Tanh(), pool=nn.MaxPool2d(2), flatten=nn.Flatten(),
        fc1=nn.Linear(54, 8), hardswish=nn.Hardswish(), fc2=nn.Linear(8, 4))


def gates():
    return Chain(
        conv1=nn.Conv2d(3, 6, 3, padding=1), silu1=nn.SiLU(), conv2=nn.Conv2d(6, 6, 3, padding=1),
        hardsigmoid=nn.Hardsigmoid(), conv3=nn.Conv2d(6, 6, 3, padding=1), relu6=nn.ReLU6(),
        conv4=nn.Conv2d(6, 6, 3, padding=1), hardtanh=nn.Hardtanh(), pool=nn.MaxPool2d(2), flatten=nn.Flatten(),
        fc1=nn.Linear(54, 8), silu2=nn.SiLU(), fc2=nn.Linear(8, 4))


# Each with its input's shape, and with the layer that conditions are on.
NETWORKS = {
    "activations": (activations, (3, 6, 6), "conv3"), "average": (average, (2, 13, 9), "conv3"),
    "dense": (Dense, (3, 8, 8), "layer1.conv1"), "gates": (gates, (3, 6, 6), "conv3"),
    "grouped": (grouped, (2, 13, 17), "conv3"), "inverted": (inverted, (3, 16, 16), "block2.conv.3"),
    "norms": (norms, (3, 12, 12), "conv3"), "norms-before": (norms_before, (3, 8, 8), "conv3"),
}


def network(name):
    """The network with all its numbers drawn anew: batch norms as after some training."""
    torch.manual_seed(5)
    model = NETWORKS[name][0]().eval()
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            for tensor, low, high in [(module.running_mean, -0.5, 0.5), (module.running_var, 0.5, 1.5),
                                      (module.weight.data, 0.5, 1.5), (module.bias.data, -0.5, 0.5)]:
                tensor.uniform_(low, high)
    return model
