"""Logits of the bundled network for the bundled images, by PyTorch in Float64, into bundled.npz; prints how many of the
10,000 test pictures of Fashion-MNIST it is right of, where Debian's package dataset-fashion-mnist is installed.

    python make.py          (torch, onnx, numpy)

model.onnx and expected.npz are another network of the same layers, as PyTorch exported it, and its logits.
"""

import gzip
import os

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
bundled = os.path.join(here, "../../../Sources/Data/Resources/fashion-mnist")
layers = {
    "conv1": nn.Conv2d(1, 32, 3, padding=1), "relu1": nn.ReLU(), "pool1": nn.MaxPool2d(2),
    "conv2": nn.Conv2d(32, 64, 3, padding=1), "relu2": nn.ReLU(), "pool2": nn.MaxPool2d(2),
    "conv3": nn.Conv2d(64, 64, 3, padding=1), "relu3": nn.ReLU(), "pool3": nn.MaxPool2d(2),
    "flatten": nn.Flatten(), "fc1": nn.Linear(576, 128), "relu4": nn.ReLU(), "fc2": nn.Linear(128, 10),
}
net = nn.Sequential()
for name, layer in layers.items():
    net.add_module(name, layer)
graph = onnx.load(os.path.join(bundled, "model.onnx")).graph
net.load_state_dict({w.name: torch.tensor(numpy_helper.to_array(w)) for w in graph.initializer})
net = net.double().eval()


def logits(images):
    with torch.no_grad():
        return net(torch.tensor(images.reshape(-1, 1, 28, 28) / 255.0)).numpy()


with np.load(os.path.join(bundled, "images.npz")) as archive:
    found = logits(archive["images"])
    print("bundled images:", (found.argmax(1) == archive["labels"]).mean())
np.savez(os.path.join(here, "bundled.npz"), logits=found.astype(np.float32))

folder = "/usr/share/datasets/fashion-mnist"
if os.path.exists(folder):
    with gzip.open(f"{folder}/t10k-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(f"{folder}/t10k-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    right = sum((logits(images[i : i + 500]).argmax(1) == labels[i : i + 500]).sum() for i in range(0, 10_000, 500))
    print("test set:", right / 10_000)
