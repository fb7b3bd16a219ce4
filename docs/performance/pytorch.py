#!/usr/bin/env python3
"""Images per second of the same networks in PyTorch on a CPU, to compare with ./submit.sh bench.

    apt-get install --no-install-recommends python3-torch
    /usr/bin/python3 docs/performance/pytorch.py abn-resnet20 --batch 128 --steps 8 --layout nhwc

Networks: resnetD and abn-resnetD for CIFAR, D = 8, 14, 20, ... (bottlenecks from 44 on, as the
authors of the ABN have them). Random data, SGD with momentum 0.9 and weight decay 1e-4; medians of
the steps. The peak is that of the whole process.
"""
import argparse
import resource
import statistics
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


def convolution(inputs, outputs, kernel, stride=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, bias=False)


class Block(nn.Module):
    """Two 3x3 convolutions, or 1x1, 3x3 and 1x1 to four times the width."""

    def __init__(self, inputs, width, stride, bottleneck):
        super().__init__()
        outputs = 4 * width if bottleneck else width
        if bottleneck:
            shapes = [(inputs, width, 1, 1), (width, width, 3, stride), (width, outputs, 1, 1)]
        else:
            shapes = [(inputs, width, 3, stride), (width, width, 3, 1)]
        self.convolutions = nn.ModuleList(convolution(*shape) for shape in shapes)
        self.norms = nn.ModuleList(nn.BatchNorm2d(shape[1]) for shape in shapes)
        self.shortcut = None
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = x
        for i, (convolve, norm) in enumerate(zip(self.convolutions, self.norms)):
            y = norm(convolve(y if i == 0 else F.relu(y)))
        return F.relu(y + (x if self.shortcut is None else self.shortcut(x)))


class Network(nn.Module):
    def __init__(self, depth, classes, attention):
        super().__init__()
        bottleneck = depth >= 44
        expansion = 4 if bottleneck else 1

        def stage(inputs, width, stride):
            blocks = [Block(inputs, width, stride, bottleneck)]
            rest = [Block(width * expansion, width, 1, bottleneck) for _ in range((depth - 8) // 6)]
            return nn.Sequential(*blocks, *rest)

        features, last = 32 * expansion, 64 * expansion
        self.extractor = nn.Sequential(
            convolution(3, 16, 3), nn.BatchNorm2d(16), nn.ReLU(),
            stage(16, 16, 1), stage(16 * expansion, 32, 2),
        )
        self.perception = stage(features, 64, 2)
        self.fc = nn.Linear(last, classes)
        self.attention = None
        if attention:
            self.attention = nn.Sequential(
                stage(features, 64, 1), nn.BatchNorm2d(last), convolution(last, classes, 1),
                nn.BatchNorm2d(classes), nn.ReLU(),
            )
            self.scores = convolution(classes, classes, 1)
            self.map = nn.Sequential(convolution(classes, 1, 3), nn.BatchNorm2d(1), nn.Sigmoid())

    def forward(self, x):
        g = self.extractor(x)
        outputs = []
        if self.attention is not None:
            a = self.attention(g)
            outputs.append(self.scores(a).mean((2, 3)))
            g = g * self.map(a) + g
        outputs.append(self.fc(self.perception(g).mean((2, 3))))
        return outputs


def seconds(step, steps):
    """Median, after the warm-up that bench has. What a step returns is kept until the next one's, so
    that memory is not given back in between."""
    times, kept = [], None
    start = time.perf_counter()
    warm = 0
    while warm < 3 or warm < 15 and time.perf_counter() - start < 20:
        kept = step()
        warm += 1
    for _ in range(steps):
        start = time.perf_counter()
        kept = step()
        times.append(time.perf_counter() - start)
    del kept
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("--classes", type=int, default=100)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nhwc")
    a = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(a.threads)
    network = Network(int(a.network.split("resnet")[1]), a.classes, a.network.startswith("abn-"))
    images = torch.randn(a.batch, 3, 32, 32)
    if a.layout == "nhwc":
        network = network.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, a.classes, (a.batch,))
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)

    def train():
        outputs = network(images)
        loss = sum(F.cross_entropy(output, labels) for output in outputs)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return outputs, loss

    def infer():
        with torch.no_grad():
            return network(images)

    network.train()
    training = a.batch / seconds(train, a.steps)
    network.eval()
    inference = a.batch / seconds(infer, a.steps)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    print(
        f"{a.network} (PyTorch {torch.__version__} {a.layout}) batch {a.batch} threads {a.threads}:"
        f" train {training:.2f} images/s, inference {inference:.2f} images/s, peak {peak:.2f} GiB"
    )


main()
