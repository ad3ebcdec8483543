"""Writes mlp.json: losses and parameters of PyTorch over 20 steps on small dense networks, from given starts.

The files of the convolutional and the recurrent network (cnn-*, gru-*, images.npz) were made in the same way: the
settings stand in cnn.json. Made with PyTorch 2.13 in Float32; run again by: python make.py
"""

import json

import torch

torch.manual_seed(7)
N, FEATURES, BATCH, EPOCHS = 58, 5, 16, 5
x = torch.randn(N, FEATURES)
labels = torch.randint(0, 3, (N,))
numbers = torch.randn(N, 2)
binary = (labels > 0).float().reshape(N, 1)

TASKS = {
    "cross-entropy": (3, labels, torch.nn.functional.cross_entropy),
    "binary cross-entropy": (1, binary, torch.nn.functional.binary_cross_entropy_with_logits),
    "mean squared error": (2, numbers, torch.nn.functional.mse_loss),
    "pseudo-class cross-entropy": (3, labels, lambda z, t: torch.nn.functional.cross_entropy(torch.cat([z, torch.zeros(len(z), 1)], 1), t)),
}
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=1e-3),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=1e-3),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.05),
}


def flat(tensor):
    return tensor.detach().reshape(-1).tolist()


cases = []
for loss_name, (outputs, targets, loss_of) in TASKS.items():
    start = torch.nn.Sequential(
        torch.nn.Linear(FEATURES, 8), torch.nn.ReLU(), torch.nn.Linear(8, 6), torch.nn.ReLU(),
        torch.nn.Linear(6, outputs))
    for name, make in OPTIMIZERS.items():
        net = torch.nn.Sequential(
            torch.nn.Linear(FEATURES, 8), torch.nn.ReLU(), torch.nn.Linear(8, 6), torch.nn.ReLU(),
            torch.nn.Linear(6, outputs))
        net.load_state_dict(start.state_dict())
        optimizer = make(net.parameters())
        losses = []
        for _ in range(EPOCHS):
            for first in range(0, N, BATCH):
                rows = slice(first, first + BATCH)
                optimizer.zero_grad()
                loss = loss_of(net(x[rows]), targets[rows])
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        cases.append({
            "loss": loss_name, "optimizer": name, "losses": losses,
            "start": [flat(p) for p in start.parameters()], "end": [flat(p) for p in net.parameters()],
        })

with open("mlp.json", "w") as file:
    json.dump({
        "x": flat(x), "labels": labels.tolist(), "binary": flat(binary), "numbers": flat(numbers), "rows": N,
        "cases": cases,
    }, file)
