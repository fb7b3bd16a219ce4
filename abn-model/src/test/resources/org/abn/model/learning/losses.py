#!/usr/bin/env python3
"""Losses of the first steps of PyTorch's training: writes the JSON files beside this script anew,
into the directory it is called in. README.md says what they hold.

    apt-get install --no-install-recommends python3-torch libopenblas0-pthread
    /usr/bin/python3 losses.py

It takes minutes; without OpenBLAS, hours.
"""
import json

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

CLASSES = 10
CORNER_TENSOR, NOISE_TENSOR = 1_000_001, 1_000_002
SGD = {"lr": 0.1, "momentum": 0.9, "weight_decay": 1e-4}


def uniform(tensor, shape):
    """In [0, 1): for tensor k and element i the top 53 bits of splitmix64(k * 2^32 + i)."""
    count = int(np.prod(shape))
    with np.errstate(over="ignore"):
        z = np.uint64(tensor << 32) + np.arange(count, dtype=np.uint64)
        z += np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return ((z >> np.uint64(11)).astype(np.float64) * 2.0**-53).reshape(shape)


def rounded(values):
    return values.astype(np.float32).astype(np.float64)


def fill(name, tensor, number):
    u = uniform(number, tuple(tensor.shape))
    if name.endswith("num_batches_tracked"):
        return torch.zeros_like(tensor)
    if name.endswith(".weight") and tensor.dim() > 1:
        values = (2 * u - 1) * np.sqrt(6 / np.prod(tensor.shape[1:]))
    elif name.endswith((".bias", ".running_mean")):
        values = (2 * u - 1) * 0.1
    else:
        values = 0.8 + 0.4 * u
    return torch.from_numpy(values.astype(np.float32))


def labels(count):
    return (7 * np.arange(count) + 3) % CLASSES


def images(count, size):
    """A smooth pattern for each class, bilinear between 5 x 5 corners, and noise on it. Corners
    have float32's precision and parts are eighths or quarters: float64 holds it all exactly."""
    corners = rounded(2 * (2 * uniform(CORNER_TENSOR, (CLASSES, 3, 5, 5)) - 1))
    noise = rounded(2 * uniform(NOISE_TENSOR, (count, 3, size, size)) - 1)
    cell = size // 4
    place, part = np.arange(size) // cell, np.arange(size) % cell / cell
    rows = corners[:, :, place] * (1 - part)[:, None] + corners[:, :, place + 1] * part[:, None]
    patterns = rows[..., place] * (1 - part) + rows[..., place + 1] * part
    return torch.from_numpy((patterns[labels(count)] + noise).astype(np.float32))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


def stage(inputs, outputs, stride):
    return nn.Sequential(
        Block(inputs, outputs, stride), Block(outputs, outputs, 1), Block(outputs, outputs, 1)
    )


class ResNet20(nn.Module):
    """He et al. 2016, section 4.2; with attention that of Fukui et al. 2019, by Eq. 2."""

    def __init__(self, attention):
        super().__init__()
        self.attention = attention
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = stage(16, 16, 1)
        self.layer2 = stage(16, 32, 2)
        if attention:
            self.att_layer3 = stage(32, 64, 1)
            self.bn_att = nn.BatchNorm2d(64)
            self.att_conv = nn.Conv2d(64, CLASSES, 1, bias=False)
            self.bn_att2 = nn.BatchNorm2d(CLASSES)
            self.att_conv2 = nn.Conv2d(CLASSES, CLASSES, 1, bias=False)
            self.att_conv3 = nn.Conv2d(CLASSES, 1, 3, 1, 1, bias=False)
            self.bn_att3 = nn.BatchNorm2d(1)
        self.layer3 = stage(32, 64, 2)
        self.fc = nn.Linear(64, CLASSES)

    def forward(self, x):
        """Logits by branch, the perception branch last."""
        g = self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x)))))
        logits = []
        if self.attention:
            a = F.relu(self.bn_att2(self.att_conv(self.bn_att(self.att_layer3(g)))))
            logits.append(self.att_conv2(a).mean((2, 3)))
            g = g * torch.sigmoid(self.bn_att3(self.att_conv3(a))) + g
        return logits + [self.fc(self.layer3(g).mean((2, 3)))]


def filled(attention, dtype):
    network = ResNet20(attention)
    state = network.state_dict()
    network.load_state_dict(
        {name: fill(name, state[name], number) for number, name in enumerate(state)}
    )
    return network.to(dtype).train()


def losses(network, x, y):
    """Those of the branches."""
    return [F.cross_entropy(logits, y) for logits in network(x)]


def trained(network, x, y, steps):
    """The losses of each step, before it is taken, and at last those of evaluation."""
    optimizer = torch.optim.SGD(network.parameters(), **SGD)
    curve = []
    for _ in range(steps):
        step = losses(network, x, y)
        curve.append([loss.item() for loss in step])
        optimizer.zero_grad()
        sum(step).backward()
        optimizer.step()
    return {"steps": curve, "evaluation": [loss.item() for loss in losses(network.eval(), x, y)]}


def compared(attention, count, size, steps):
    x, y = images(count, size), torch.from_numpy(labels(count))
    network = filled(attention, torch.float64)
    return {
        "torch": torch.__version__,
        "architecture": {
            "family": "cifar-resnet", "depth": 20, "mechanism": "residual" if attention else "none"
        },
        "classes": CLASSES,
        "input": list(x.shape),
        "parameters": sum(p.numel() for p in network.parameters()),
        "state_dict": [[key, list(value.shape)] for key, value in network.state_dict().items()],
        "sgd": SGD,
        "float64": trained(network, x.double(), y, steps),
        "float64_reversed": trained(
            filled(attention, torch.float64), x.double().flip(0), y.flip(0), steps
        ),
        "float32": trained(filled(attention, torch.float32), x, y, steps),
    }


if __name__ == "__main__":
    for count, size, steps in ((20, 16, 20), (200, 32, 5)):
        for name, attention in (("resnet20", False), ("abn-resnet20", True)):
            record = compared(attention, count, size, steps)
            with open("%s-%d.json" % (name, count), "w") as file:
                file.write(json.dumps(record, separators=(",", ":")) + "\n")
