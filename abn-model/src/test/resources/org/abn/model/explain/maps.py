#!/usr/bin/env python3
"""CAM, Grad-CAM and attention maps of PyTorch's autograd: writes maps.json into the directory it is
called in. README.md says what it holds.

    apt-get install --no-install-recommends python3-torch
    /usr/bin/python3 maps.py DIRECTORY_OF_GOLDEN_VECTORS
"""
import json
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


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


class Block(nn.Module):
    def __init__(self, cin, c, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, c, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(c)
        self.conv2 = nn.Conv2d(c, c, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(c)
        changes = stride != 1 or cin != c
        shortcut = [nn.Conv2d(cin, c, 1, stride, bias=False), nn.BatchNorm2d(c)]
        self.downsample = nn.Sequential(*shortcut) if changes else nn.Identity()

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.downsample(x))


def stage(cin, c, n, stride):
    return nn.Sequential(Block(cin, c, stride), *[Block(c, c, 1) for _ in range(n - 1)])


class Cifar(nn.Module):
    """ResNet-20 for CIFAR, with the attention branch of Eq. 2 or without."""

    def __init__(self, classes, attention):
        super().__init__()
        self.attention = attention
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = stage(16, 16, 3, 1)
        self.layer2 = stage(16, 32, 3, 2)
        if attention:
            self.att_layer3 = stage(32, 64, 3, 1)
            self.bn_att = nn.BatchNorm2d(64)
            self.att_conv = nn.Conv2d(64, classes, 1, bias=False)
            self.bn_att2 = nn.BatchNorm2d(classes)
            self.att_conv2 = nn.Conv2d(classes, classes, 1, bias=False)
            self.att_conv3 = nn.Conv2d(classes, 1, 3, 1, 1, bias=False)
            self.bn_att3 = nn.BatchNorm2d(1)
        self.layer3 = stage(32, 64, 3, 2)
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        """Logits of each image's answers [N, K], their last feature maps [N, K, C, H, W], maps [N, K, H, W]."""
        g = self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x)))))
        m = None
        if self.attention:
            a = F.relu(self.bn_att2(self.att_conv(self.bn_att(self.att_layer3(g)))))
            m = torch.sigmoid(self.bn_att3(self.att_conv3(a)))
            g = g * m + g
        last = self.layer3(g)
        last.retain_grad()
        return self.fc(last.mean((2, 3))), lambda k: last, lambda k: None if m is None else m[:, 0]

    def weights(self, k):
        return self.fc.weight[k]


class MultiTask(nn.Module):
    """The multi-task network of section 3.4, of one block a stage; a task's score is its logit for yes."""

    def __init__(self, tasks, width):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = stage(width, width, 1, 1)
        self.layer2 = stage(width, 2 * width, 1, 2)
        self.layer3 = stage(2 * width, 4 * width, 1, 2)
        self.layer4 = stage(4 * width, 8 * width, 1, 2)
        self.output_per = nn.ModuleList([nn.Linear(8 * width, 2) for _ in range(tasks)])
        self.layer4_att = stage(4 * width, 8 * width, 1, 1)
        self.conv_att = nn.Conv2d(8 * width, tasks, 1, bias=False)

    def forward(self, x):
        g = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        g = self.layer3(self.layer2(self.layer1(g)))
        m = self.conv_att(self.layer4_att(g))
        lasts = [self.layer4(g * m[:, t : t + 1]) for t in range(m.shape[1])]
        for last in lasts:
            last.retain_grad()
        yes = [head(last.mean((2, 3)))[:, 1] for head, last in zip(self.output_per, lasts)]
        return torch.stack(yes, 1), lambda t: lasts[t], lambda t: m[:, t]

    def weights(self, t):
        return self.output_per[t].weight[1]


def filled(model, vector):
    state = model.state_dict()
    for number, (name, shape) in enumerate(vector["state_dict"]):
        if name.endswith("num_batches_tracked"):
            continue
        u = uniform(number, shape)
        if name.endswith("running_var") or (name.endswith("weight") and len(shape) == 1):
            values = 0.8 + 0.4 * u
        elif len(shape) == 1:
            values = (2 * u - 1) * 0.1
        else:
            values = (2 * u - 1) * np.sqrt(6 / np.prod(shape[1:]))
        state[name] = torch.from_numpy(values.astype(np.float32).astype(np.float64))
    model.load_state_dict(state)
    return model.double().eval()


def maps(model, vector):
    images = (2 * (2 * uniform(1_000_000, vector["input"]) - 1)).astype(np.float32)
    targets = [(3 * n + 1) % vector["classes"] for n in range(vector["input"][0])]
    found = {"targets": targets, "cam": [], "grad-cam": [], "attention": []}
    for n, k in enumerate(targets):
        model.zero_grad()
        scores, last, attention = model(torch.from_numpy(images.astype(np.float64)))
        scores[n, k].backward()  # so that labels are mixed, yet each is on its own here
        features, gradient = last(k)[n].detach(), last(k).grad[n]
        found["cam"].append(torch.einsum("c,chw->hw", model.weights(k).detach(), features).tolist())
        cam = F.relu(torch.einsum("c,chw->hw", gradient.mean((1, 2)), features))
        found["grad-cam"].append(cam.tolist())
        if attention(k) is not None:
            found["attention"].append(attention(k)[n].detach().tolist())
    return found


def main():
    found = {"torch": torch.__version__}
    for name, model in {
        "resnet20": lambda k: Cifar(k, False),
        "abn-resnet20": lambda k: Cifar(k, True),
        "abn-multitask-small-5": lambda k: MultiTask(k, 16),
    }.items():
        with open(f"{sys.argv[1]}/{name}.json") as file:
            vector = json.load(file)
        found[name] = maps(filled(model(vector["classes"]), vector), vector)
    with open("maps.json", "w") as file:
        json.dump(found, file)
        file.write("\n")


main()
