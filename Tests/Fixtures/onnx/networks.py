"""Small networks of well-known shapes, written by both of PyTorch's exporters.

"older" traces TorchScript, "current" captures a graph with torch.export. Batch size symbolic, but for names with "fixed".
"""
import contextlib
import os
import sys
import warnings

import onnx
import torch
from torch import nn
from torch.nn import functional as F

warnings.filterwarnings("ignore")


def plain():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3), nn.ELU(), nn.Flatten(),
        nn.Linear(6 * 16, 8), nn.LeakyReLU(0.2), nn.Dropout(), nn.Linear(8, 5))


class Grouped(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(2, 8, 3, dilation=2, padding=2), nn.ReLU(), nn.Conv2d(8, 8, 3, groups=4, stride=2), nn.SiLU(),
            nn.AvgPool2d(2, padding=1, ceil_mode=True), nn.AdaptiveAvgPool2d((2, 2)))
        self.classifier = nn.Linear(32, 4)

    def forward(self, x):
        x = self.features(x)
        return self.classifier(x.view(x.size(0), -1))


class Average(nn.Module):
    """Average pools, batch norm in front of convolutions and after dense layers."""

    def __init__(self):
        super().__init__()
        self.first = nn.BatchNorm2d(2)
        self.conv1 = nn.Conv2d(2, 4, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.pool = nn.AvgPool2d(3, 2, padding=1, count_include_pad=False)
        self.conv2 = nn.Conv2d(4, 6, 1)
        self.fc = nn.Linear(6, 8)
        self.bn2 = nn.BatchNorm1d(8)
        self.last = nn.Linear(8, 3)

    def forward(self, x):
        x = self.pool(torch.relu(self.bn1(self.conv1(self.first(x)))))
        x = F.hardswish(self.conv2(x)).mean((2, 3))
        return self.last(torch.sigmoid(self.bn2(self.fc(x))))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """ResNet-18's layers with few channels."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        widths = [4, 4, 5, 6, 7]
        for k in range(1, 5):
            blocks = [Block(widths[k - 1], widths[k], 1 if k == 1 else 2), Block(widths[k], widths[k], 1)]
            setattr(self, f"layer{k}", nn.Sequential(*blocks))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(7, 10)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


class Inverted(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.block = nn.Sequential(
            nn.Sequential(nn.Conv2d(inputs, 2 * inputs, 1, bias=False), nn.BatchNorm2d(2 * inputs), nn.ReLU6()),
            nn.Sequential(
                nn.Conv2d(2 * inputs, 2 * inputs, 3, stride, 1, groups=2 * inputs, bias=False),
                nn.BatchNorm2d(2 * inputs), nn.Hardswish()),
            Squeeze(2 * inputs), nn.Conv2d(2 * inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.block(x) if self.residual else self.block(x)


class Squeeze(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(channels, 2, 1)
        self.fc2 = nn.Conv2d(2, channels, 1)

    def forward(self, x):
        return F.hardsigmoid(self.fc2(F.relu(self.fc1(self.avgpool(x))))) * x


class MobileNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1, bias=False), nn.BatchNorm2d(4), nn.Hardswish()),
            Inverted(4, 4, 1), Inverted(4, 6, 2))
        self.classifier = nn.Sequential(nn.Linear(6, 8), nn.Hardswish(), nn.Dropout(0.2), nn.Linear(8, 4))

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3]))


class Dense(nn.Module):
    """Batch norm before convolution and concatenated features, as in DenseNet."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.norms = nn.ModuleList([nn.BatchNorm2d(4 + 3 * k) for k in range(3)])
        self.convs = nn.ModuleList([nn.Conv2d(4 + 3 * k, 3, 3, padding=1, bias=False) for k in range(3)])
        self.transition = nn.Sequential(nn.BatchNorm2d(13), nn.ReLU(), nn.Conv2d(13, 6, 1), nn.AvgPool2d(2))
        self.norm = nn.BatchNorm2d(6)
        self.classifier = nn.Linear(6, 4)

    def forward(self, x):
        features = [self.stem(x)]
        for norm, conv in zip(self.norms, self.convs):
            features.append(conv(F.relu(norm(torch.cat(features, 1)))))
        x = F.relu(self.norm(self.transition(torch.cat(features, 1))))
        return self.classifier(torch.flatten(F.adaptive_avg_pool2d(x, (1, 1)), 1))


class Sequence(nn.Module):
    """Convolutions over sequences, padding, a flip of axes, a dense layer without bias along the last axis."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv1d(3, 6, 3, padding=1)
        self.norm = nn.BatchNorm1d(6)
        self.pool = nn.MaxPool1d(2)
        self.conv2 = nn.Conv1d(6, 4, 3, dilation=2, groups=2)
        self.mix = nn.Linear(4, 5, bias=False)
        self.out = nn.Linear(5, 2)

    def forward(self, x):
        x = F.pad(x, (1, 2), mode="reflect")
        x = self.conv2(F.pad(self.pool(torch.tanh(self.norm(self.conv1(x)))), (2, 2)))
        x = self.mix(x.permute(0, 2, 1))
        x = x.softmax(-1) * x + x[:, :1]
        return F.log_softmax(self.out(x.mean(1)), -1)


class Attention(nn.Module):
    """A class token and one attention over patches, the heads split with the batch in second place."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(1, 8, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.position = nn.Parameter(torch.randn(1, 5, 8))
        self.qkv = nn.Linear(8, 24)
        self.proj = nn.Linear(8, 8)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        x = self.embed(x).flatten(2).transpose(1, 2)
        n = x.shape[0]
        x = torch.cat([self.token + torch.zeros(n, 1, 8), x], 1) + self.position
        qkv = self.qkv(x).reshape(n, 5, 3, 2, 4).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        a = ((q @ k.transpose(-2, -1)) / 2).softmax(-1)
        x = x + self.proj((a @ v).transpose(1, 2).reshape(n, 5, 8))
        return self.head(x[:, 0])


NETWORKS = {
    "plain": (plain, (1, 12, 12)), "grouped": (Grouped, (2, 13, 13)), "average": (Average, (2, 11, 11)),
    "resnet": (ResNet, (3, 40, 40)), "mobilenet": (MobileNet, (3, 16, 16)), "dense": (Dense, (2, 8, 8)),
    "sequence": (Sequence, (3, 13)), "attention": (Attention, (1, 8, 8)),
}


def make(folder, write):
    for name, (network, shape) in NETWORKS.items():
        torch.manual_seed(3)
        model = network().eval()
        for module in model.modules():
            if isinstance(module, nn.modules.batchnorm._BatchNorm):
                for tensor, low, high in [(module.running_mean, -0.5, 0.5), (module.running_var, 0.5, 2),
                                          (module.weight.data, 0.5, 1.5), (module.bias.data, -0.5, 0.5)]:
                    tensor.uniform_(low, high)
        x = torch.randn(3, *shape)
        for kind in ["older", "current", "older-fixed", "current-fixed", "older-training"]:
            if kind == "older-training" and name not in ["average", "resnet"]:
                continue
            path = os.path.join(folder, f"net-{name}-{kind}.onnx")
            try:
                export(model, x, path, kind)
                with evaluation(path):
                    write(path, {"input": x.numpy()})
            except Exception as error:
                print(name, kind, type(error), str(error)[:400], file=sys.stderr)


def export(model, x, path, kind):
    fixed = kind.endswith("fixed")
    names = dict(input_names=["input"], output_names=["logits"])
    if kind.startswith("older"):
        training = torch.onnx.TrainingMode.TRAINING if kind == "older-training" else torch.onnx.TrainingMode.EVAL
        copy = type(model)() if not isinstance(model, nn.Sequential) else plain()
        copy.load_state_dict(model.state_dict())
        torch.onnx.export(
            copy.train(kind == "older-training"), (x,), path, dynamo=False, training=training,
            do_constant_folding=kind != "older-training", opset_version=14 if fixed else 17,
            dynamic_axes=None if fixed else {"input": {0: "n"}, "logits": {0: "n"}}, **names)
    else:
        shapes = None if fixed else ({0: torch.export.Dim("n")},)
        torch.onnx.export(
            model, (x,), path, dynamo=True, dynamic_shapes=shapes, external_data=False, verbose=False, **names)
        strip(path)


@contextlib.contextmanager
def evaluation(path):
    """The file at `path`, for a while, with each batch norm in evaluation mode."""
    with open(path, "rb") as file:
        content = file.read()
    model = onnx.load_from_string(content)
    for node in model.graph.node:
        if node.op_type == "BatchNormalization":
            del node.output[1:]
            for attribute in node.attribute:
                if attribute.name == "training_mode":
                    attribute.i = 0
    onnx.save(model, path)
    yield
    with open(path, "wb") as file:
        file.write(content)


def strip(path):
    """Leaves out the stack traces that the exporter writes: they name the files of the machine it ran on."""
    model = onnx.load(path)
    for node in model.graph.node:
        kept = [p for p in node.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
    for part in [model.graph, *model.graph.value_info, *model.graph.input, *model.graph.output, model]:
        del part.metadata_props[:]
    del model.graph.value_info[:]
    onnx.save(model, path)
