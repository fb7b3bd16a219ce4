#!/usr/bin/env python3
"""Images per second of the same networks in PyTorch on a CPU, at its best: what ./submit.sh bench is compared with.

    apt-get install --no-install-recommends python3-torch libjemalloc2
    /usr/bin/python3 docs/performance/pytorch.py abn-resnet20 --batch 128 --steps 8 --layout nhwc

Networks: resnetD for CIFAR (D = 8, 14, 20, ...; bottlenecks from 44 on, as the authors of the ABN have
them), wrn-D-K, densenet-D-K, resnext-D-CxW, imagenet-resnetD, seresnetD, vgg16, vgg16-bn, all of them
with abn- before them too, and multitask-resnetD and abn-multitask-resnetD. Random data, SGD with momentum
0.9 and weight decay 1e-4; medians of the steps. The peak is that of the whole process until training ends.
With --grad-cam, of a CIFAR ResNet, Grad-CAM of the predicted class instead: autograd back to the last feature
map, and no further.

As its tuning guide advises it runs under jemalloc, with huge pages that are kept: the C library would hand
every large array back after a step. ReLUs work in place, gradients are not zeroed but made anew, and inference
is by the network as it is or by what torch.jit.optimize_for_inference makes of it (batch norms folded),
whichever is faster.
"""
import argparse
import os
import re
import resource
import statistics
import sys
import time

JEMALLOC = "libjemalloc.so.2"
if JEMALLOC not in os.environ.get("LD_PRELOAD", ""):
    os.environ["LD_PRELOAD"] = JEMALLOC
    os.environ["MALLOC_CONF"] = "dirty_decay_ms:-1,muzzy_decay_ms:-1,retain:true,thp:always"
    os.execv(sys.executable, [sys.executable] + sys.argv)
with open("/proc/self/maps") as maps:
    if JEMALLOC not in maps.read():
        sys.exit("libjemalloc2 is not installed: without it PyTorch is not at its best")

import torch
import torch.nn as nn
import torch.nn.functional as F


def convolution(inputs, outputs, kernel, stride=1, groups=1, bias=False):
    return nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=bias)


def relu(x):
    return F.relu(x, inplace=True)


def normed(inputs, outputs, kernel, stride=1, groups=1):
    return nn.Sequential(
        convolution(inputs, outputs, kernel, stride, groups), nn.BatchNorm2d(outputs), nn.ReLU(True)
    )


class Excitation(nn.Module):
    """Squeeze-and-excitation (Hu et al. 2018)."""

    def __init__(self, channels):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(channels, channels // 16), nn.ReLU(True),
            nn.Linear(channels // 16, channels), nn.Sigmoid(),
        )

    def forward(self, x):
        return x * self.layers(x.mean((2, 3)))[:, :, None, None]


class Residual(nn.Module):
    """A residual path, a shortcut that is projected where the shape changes, and their sum."""

    def __init__(self, inputs, outputs, stride, *layers):
        super().__init__()
        self.layers = nn.Sequential(*layers)
        self.shortcut = None
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.layers(x)
        y += x if self.shortcut is None else self.shortcut(x)
        return relu(y)


def basic(width, excited=False):
    def block(inputs, stride):
        layers = [
            normed(inputs, width, 3, stride), convolution(width, width, 3), nn.BatchNorm2d(width)
        ]
        return Residual(inputs, width, stride, *layers, *[Excitation(width)] * excited), width

    return block


def bottleneck(width, excited=False):
    def block(inputs, stride):
        layers = [
            normed(inputs, width, 1), normed(width, width, 3, stride),
            convolution(width, 4 * width, 1), nn.BatchNorm2d(4 * width),
        ]
        layers += [Excitation(4 * width)] * excited
        return Residual(inputs, 4 * width, stride, *layers), 4 * width

    return block


def grouped(outputs, width, groups):
    """ResNeXt's."""

    def block(inputs, stride):
        layers = [
            normed(inputs, width, 1), normed(width, width, 3, stride, groups),
            convolution(width, outputs, 1), nn.BatchNorm2d(outputs),
        ]
        return Residual(inputs, outputs, stride, *layers), outputs

    return block


class PreActivation(nn.Module):
    """Wide ResNet's."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.norms = nn.ModuleList([nn.BatchNorm2d(inputs), nn.BatchNorm2d(outputs)])
        self.first = convolution(inputs, outputs, 3, stride)
        self.second = convolution(outputs, outputs, 3)
        self.dropout = nn.Dropout(0.3)
        self.shortcut = None if inputs == outputs else convolution(inputs, outputs, 1, stride)

    def forward(self, x):
        a = relu(self.norms[0](x))
        y = self.second(self.dropout(relu(self.norms[1](self.first(a)))))
        y += x if self.shortcut is None else self.shortcut(a)
        return y


def wide(outputs):
    return lambda inputs, stride: (PreActivation(inputs, outputs, stride), outputs)


class DenseLayer(nn.Module):
    """DenseNet-BC's."""

    def __init__(self, inputs, growth):
        super().__init__()
        self.layers = nn.Sequential(
            nn.BatchNorm2d(inputs), nn.ReLU(True), convolution(inputs, 4 * growth, 1),
            nn.BatchNorm2d(4 * growth), nn.ReLU(True), convolution(4 * growth, growth, 3),
        )

    def forward(self, x):
        return torch.cat((x, self.layers(x)), 1)


def dense(growth):
    return lambda inputs, stride: (DenseLayer(inputs, growth), inputs + growth)


def transition(channels):
    return nn.Sequential(
        nn.BatchNorm2d(channels), nn.ReLU(True), convolution(channels, channels // 2, 1), nn.AvgPool2d(2)
    )


class Backbone:
    """Feature extractor, and what makes the last stage anew: (stride) to a module."""

    def __init__(self, channels, *stem):
        self.layers, self.channels, self.last, self.closed = list(stem), channels, None, False

    def stage(self, n, block, stride):
        """Appends the last stage so far, and keeps this one for later."""
        if self.last:
            module, self.channels = self.last(self.first_stride)
            self.layers.append(module)

        inputs = self.channels
        self.first_stride = stride

        def build(stride):
            channels, blocks = inputs, []
            for i in range(n):
                module, channels = block(channels, stride if i == 0 else 1)
                blocks.append(module)
            return nn.Sequential(*blocks), channels

        self.last = build
        return self

    def transition(self):
        module, self.channels = self.last(1)
        self.layers += [module, transition(self.channels)]
        self.channels //= 2
        self.last = None
        return self

    def perception(self, classes):
        module, channels = self.last(self.first_stride)
        closing = [nn.BatchNorm2d(channels), nn.ReLU(True)] * self.closed
        return nn.Sequential(
            module, *closing, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes)
        )

    def attention(self):
        return self.last(1)


class Vgg(Backbone):
    def __init__(self, norm):
        super().__init__(512)
        channels = 3
        for row, widths in enumerate(((64,) * 2, (128,) * 2, (256,) * 3, (512,) * 3, (512,) * 3)):
            self.layers += [nn.MaxPool2d(2)] * (row > 0)
            for width in widths:
                self.layers.append(self.convolved(channels, width, norm))
                channels = width
        self.norm = norm

    @staticmethod
    def convolved(inputs, outputs, norm):
        layers = [convolution(inputs, outputs, 3, bias=True)]
        return nn.Sequential(*layers, *[nn.BatchNorm2d(outputs)] * norm, nn.ReLU(True))

    def perception(self, classes):
        return nn.Sequential(
            nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(512 * 49, 4096), nn.ReLU(True), nn.Dropout(),
            nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(), nn.Linear(4096, classes),
        )

    def attention(self):
        return nn.Sequential(
            self.convolved(512, 1024, self.norm), self.convolved(1024, 1024, self.norm)
        ), 1024


def cifar(depth):
    kind = bottleneck if depth >= 44 else basic
    backbone, n = Backbone(16, normed(3, 16, 3)), (depth - 2) // 6
    return backbone.stage(n, kind(16), 1).stage(n, kind(32), 2).stage(n, kind(64), 2)


def wide_resnet(depth, k):
    backbone, n = Backbone(16, convolution(3, 16, 3)), (depth - 4) // 6
    backbone.closed = True
    return backbone.stage(n, wide(16 * k), 1).stage(n, wide(32 * k), 2).stage(n, wide(64 * k), 2)


def densenet(depth, growth):
    backbone, n = Backbone(2 * growth, convolution(3, 2 * growth, 3)), (depth - 4) // 6
    backbone.closed = True
    for _ in range(2):
        backbone.stage(n, dense(growth), 1).transition()
    return backbone.stage(n, dense(growth), 1)


def resnext(depth, groups, k):
    backbone = Backbone(64, normed(3, 64, 3))
    for outputs, stride in ((64 * k, 1), (128 * k, 2), (256 * k, 2)):
        backbone.stage((depth - 2) // 9, grouped(outputs, groups * outputs // k, groups), stride)
    return backbone


def imagenet(depth, excited=False):
    backbone = Backbone(64, normed(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1))
    kind = bottleneck if depth >= 50 else basic
    blocks = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
    for width, n in zip((64, 128, 256, 512), blocks[depth]):
        backbone.stage(n, kind(width, excited), 1 if width == 64 else 2)
    return backbone


class Baseline(nn.Module):
    def __init__(self, backbone, classes):
        super().__init__()
        self.extractor = nn.Sequential(*backbone.layers)
        self.perception = backbone.perception(classes)

    def forward(self, x):
        return [self.perception(self.extractor(x))]


class Attention(nn.Module):
    """The attention branch network, g' = (1 + M) g, with the head that the authors' code gives the family."""

    def __init__(self, backbone, classes, head):
        super().__init__()
        self.extractor = nn.Sequential(*backbone.layers)
        self.perception = backbone.perception(classes)
        trunk, channels = backbone.attention()
        norm = [nn.BatchNorm2d(channels)] if head != "without norm" else []
        self.attention = nn.Sequential(
            trunk, *norm, convolution(channels, classes, 1), nn.BatchNorm2d(classes), nn.ReLU(True)
        )
        self.scores = convolution(classes, classes, 1)
        self.map = None
        if head != "logarithms":
            self.map = nn.Sequential(convolution(classes, 1, 3), nn.BatchNorm2d(1), nn.Sigmoid())

    def forward(self, x):
        g = self.extractor(x)
        a = self.attention(g)
        m = a.log1p().sum(1, keepdim=True) if self.map is None else self.map(a)
        # Pooled before the second convolution, which is linear: the same for less.
        attention = self.scores(a.mean((2, 3), keepdim=True)).flatten(1)
        return [attention, self.perception(g * m + g)]


class Tasks(nn.Module):
    """The multi-task network: a map and a pass of the perception branch a task."""

    def __init__(self, backbone, tasks):
        super().__init__()
        self.extractor = nn.Sequential(*backbone.layers)
        last, channels = backbone.last(2)
        self.perception = nn.Sequential(last, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        trunk, channels = backbone.attention()
        self.attention = nn.Sequential(trunk, convolution(channels, tasks, 1))
        self.heads = nn.ModuleList(nn.Linear(channels, 2) for _ in range(tasks))

    def forward(self, x):
        g = self.extractor(x)
        maps = self.attention(g)
        pairs = [
            head(self.perception(g * maps[:, t : t + 1] + g)) for t, head in enumerate(self.heads)
        ]
        return [maps.mean((2, 3)), torch.stack(pairs, 1)]


def named(name, classes):
    plain = re.sub("^(abn-)?(multitask-)?", "", name)
    numbers = [int(number) for number in re.findall("[0-9]+", plain)]
    head = "standard"
    if plain.startswith("wrn"):
        backbone = wide_resnet(*numbers)
    elif plain.startswith("densenet"):
        backbone = densenet(*numbers)
    elif plain.startswith("resnext"):
        backbone, head = resnext(*numbers), "without norm"
    elif plain.startswith("seresnet"):
        backbone, head = imagenet(*numbers, excited=True), "logarithms"
    elif plain.startswith("vgg"):
        backbone = Vgg(plain.endswith("bn"))
    elif plain.startswith("imagenet") or "multitask" in name:
        backbone = imagenet(*numbers)
    else:
        backbone = cifar(*numbers)
    if name.startswith("abn-multitask"):
        return Tasks(backbone, classes)
    return Attention(backbone, classes, head) if name.startswith("abn-") else Baseline(backbone, classes)


def loss(outputs, labels, multitask):
    if not multitask:
        return sum(F.cross_entropy(output, labels) for output in outputs)
    total = F.binary_cross_entropy_with_logits(outputs[0], labels.float())
    if len(outputs) > 1:
        total = total + F.cross_entropy(outputs[1].reshape(-1, 2), labels.reshape(-1))
    return total


def seconds(step, steps):
    """Median, after the warm-up that bench has."""
    times = []
    start = time.perf_counter()
    warm = 0
    while warm < 3 or warm < 15 and time.perf_counter() - start < 20:
        step()
        warm += 1
    for _ in range(steps):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def grad_cam(network, images):
    """Maps of the predicted classes (Selvaraju et al. 2017)."""
    last = []

    def keep(module, inputs, output):
        last.append(output.detach().requires_grad_())
        return last[0]

    network.requires_grad_(False)
    hook = network.perception[0].register_forward_hook(keep)
    logits = network(images)[-1]
    hook.remove()
    logits.max(1).values.sum().backward()
    weights = last[0].grad.mean((2, 3), keepdim=True)
    return F.relu((weights * last[0].detach()).sum(1))


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("--classes", type=int)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nhwc")
    parser.add_argument("--grad-cam", action="store_true")
    a = parser.parse_args()
    multitask = "multitask" in a.network
    large = multitask or re.search("imagenet|seresnet|vgg", a.network) is not None
    classes = a.classes or (40 if multitask else 1000 if large else 100)
    side = 224 if large else 32
    torch.manual_seed(1)
    torch.set_num_threads(a.threads)
    network = named(a.network, classes)
    images = torch.randn(a.batch, 3, side, side)
    if a.layout == "nhwc":
        network = network.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, 2 if multitask else classes, (a.batch, classes) if multitask else (a.batch,))
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)

    def train():
        optimiser.zero_grad(set_to_none=True)
        loss(network(images), labels, multitask).backward()
        optimiser.step()

    def inference(infers):
        with torch.no_grad():
            return a.batch / seconds(lambda: infers(images), a.steps)

    if a.grad_cam:
        network.eval()
        speed = a.batch / seconds(lambda: grad_cam(network, images), a.steps)
        print(f"{a.network} (PyTorch {torch.__version__} {a.layout}) batch {a.batch}: Grad-CAM {speed:.2f} images/s")
        return

    network.train()
    training = a.batch / seconds(train, a.steps)
    training_peak = peak()
    optimiser.zero_grad(set_to_none=True)
    network.eval()
    answers = inference(network)
    with torch.no_grad():
        folded = torch.jit.optimize_for_inference(torch.jit.trace(network, images))
    answers = max(answers, inference(folded))
    print(
        f"{a.network} (PyTorch {torch.__version__} {a.layout}) batch {a.batch} threads {a.threads}:"
        f" train {training:.2f} images/s, inference {answers:.2f} images/s, peak {training_peak:.2f} GiB"
    )


main()
