#!/usr/bin/env python3
"""Images per second of the same networks in PyTorch on a CPU, to compare with ./submit.sh bench.

    apt-get install --no-install-recommends python3-torch
    /usr/bin/python3 docs/performance/pytorch.py abn-resnet20 --batch 128 --steps 8 --layout nhwc

Networks: resnetD and abn-resnetD for CIFAR, D = 8, 14, 20, ... (bottlenecks from 44 on, as the
authors of the ABN have them), and the baselines wrn-D-K, densenet-D-K, resnext-D-CxW and
imagenet-resnet50, 101 and 152. Random data, SGD with momentum 0.9 and weight decay 1e-4; medians of
the steps. The peak is that of the whole process. With --grad-cam, of a CIFAR ResNet, Grad-CAM of the
predicted class instead: autograd back to the last feature map, and no further. Under jemalloc it does not
touch its memory anew in each step (LD_PRELOAD=libjemalloc.so.2, MALLOC_CONF=dirty_decay_ms:-1,
muzzy_decay_ms:-1,retain:true,thp:always).
"""
import argparse
import re
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


class PreActivation(nn.Module):
    """Wide ResNet's block."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.norms = nn.ModuleList([nn.BatchNorm2d(inputs), nn.BatchNorm2d(outputs)])
        self.first = convolution(inputs, outputs, 3, stride)
        self.second = convolution(outputs, outputs, 3)
        self.dropout = nn.Dropout(0.3)
        self.shortcut = None if inputs == outputs else convolution(inputs, outputs, 1, stride)

    def forward(self, x):
        a = F.relu(self.norms[0](x))
        y = self.second(self.dropout(F.relu(self.norms[1](self.first(a)))))
        return y + (x if self.shortcut is None else self.shortcut(a))


class DenseLayer(nn.Module):
    """DenseNet-BC's."""

    def __init__(self, inputs, growth):
        super().__init__()
        self.layers = nn.Sequential(
            nn.BatchNorm2d(inputs), nn.ReLU(), convolution(inputs, 4 * growth, 1),
            nn.BatchNorm2d(4 * growth), nn.ReLU(), convolution(4 * growth, growth, 3),
        )

    def forward(self, x):
        return torch.cat((x, self.layers(x)), 1)


class Grouped(nn.Module):
    """ResNeXt's block."""

    def __init__(self, inputs, outputs, stride, width, groups):
        super().__init__()
        self.layers = nn.Sequential(
            convolution(inputs, width, 1), nn.BatchNorm2d(width), nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, 1, groups=groups, bias=False),
            nn.BatchNorm2d(width), nn.ReLU(),
            convolution(width, outputs, 1), nn.BatchNorm2d(outputs),
        )
        self.shortcut = None
        if inputs != outputs:
            self.shortcut = nn.Sequential(
                convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        return F.relu(self.layers(x) + (x if self.shortcut is None else self.shortcut(x)))


def closed(layers, channels, classes, *last):
    """With what follows the last stage; as the only output."""
    network = nn.Sequential(
        *layers, *last, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes)
    )

    class Single(nn.Module):
        def __init__(self):
            super().__init__()
            self.network = network

        def forward(self, x):
            return [self.network(x)]

    return Single()


def wide(depth, k, classes):
    layers, channels = [convolution(3, 16, 3)], 16
    for outputs, stride in ((16 * k, 1), (32 * k, 2), (64 * k, 2)):
        for i in range((depth - 4) // 6):
            layers.append(PreActivation(channels, outputs, stride if i == 0 else 1))
            channels = outputs
    return closed(layers, channels, classes, nn.BatchNorm2d(channels), nn.ReLU())


def dense(depth, growth, classes):
    layers, channels = [convolution(3, 2 * growth, 3)], 2 * growth
    for stage in range(3):
        for _ in range((depth - 4) // 6):
            layers.append(DenseLayer(channels, growth))
            channels += growth
        if stage < 2:
            layers += [nn.BatchNorm2d(channels), nn.ReLU(), convolution(channels, channels // 2, 1)]
            layers.append(nn.AvgPool2d(2))
            channels //= 2
    return closed(layers, channels, classes, nn.BatchNorm2d(channels), nn.ReLU())


def next_generation(depth, cardinality, k, classes):
    layers, channels = [convolution(3, 64, 3), nn.BatchNorm2d(64), nn.ReLU()], 64
    for outputs, stride in ((64 * k, 1), (128 * k, 2), (256 * k, 2)):
        for i in range((depth - 2) // 9):
            width = cardinality * outputs // k
            layers.append(Grouped(channels, outputs, stride if i == 0 else 1, width, cardinality))
            channels = outputs
    return closed(layers, channels, classes)


def imagenet(depth, classes):
    layers = [convolution(3, 64, 7, 2), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    blocks = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}[depth]
    for width, n in zip((64, 128, 256, 512), blocks):
        for i in range(n):
            layers.append(Block(channels, width, 2 if i == 0 and width > 64 else 1, True))
            channels = 4 * width
    return closed(layers, channels, classes)


def named(name, classes):
    family = name.split("-")[0]
    numbers = [int(number) for number in re.findall("[0-9]+", name)]
    families = {"wrn": wide, "densenet": dense, "resnext": next_generation, "imagenet": imagenet}
    if family in families:
        return families[family](*numbers, classes)
    return Network(int(name.split("resnet")[1]), classes, name.startswith("abn-"))


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


def grad_cam(network, images):
    """Maps of the predicted classes (Selvaraju et al. 2017)."""
    last = []

    def keep(module, inputs, output):
        last.append(output.detach().requires_grad_())
        return last[0]

    network.requires_grad_(False)
    hook = network.perception.register_forward_hook(keep)
    logits = network(images)[-1]
    hook.remove()
    logits.max(1).values.sum().backward()
    weights = last[0].grad.mean((2, 3), keepdim=True)
    return F.relu((weights * last[0].detach()).sum(1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("--classes", type=int, default=100)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nhwc")
    parser.add_argument("--grad-cam", action="store_true")
    a = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(a.threads)
    network = named(a.network, a.classes)
    side = 224 if a.network.startswith("imagenet") else 32
    images = torch.randn(a.batch, 3, side, side)
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

    if a.grad_cam:
        network.eval()
        speed = a.batch / seconds(lambda: grad_cam(network, images), a.steps)
        print(f"{a.network} (PyTorch {torch.__version__} {a.layout}) batch {a.batch}: Grad-CAM {speed:.2f} images/s")
        return

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
