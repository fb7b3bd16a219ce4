#!/usr/bin/env python3
"""Ours and PyTorch at its best in turn, on this machine: the table of docs/performance.md.

    docs/performance/compare.sh                       # every row
    docs/performance/compare.sh abn-resnet110 ...     # some
    TURNS=3 THREADS="1 2" ISAS="AVX512_CORE AVX2" STEPS=4 docs/performance/compare.sh

In each turn: ours, PyTorch channel-last, PyTorch channel-first; of the two layouts the faster counts, in
training and in inference by itself. Speeds are medians over the turns, and ratios medians of the turns'
ratios, since a machine's speed drifts. PYTHON is one that has PyTorch.
"""
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PYTORCH = [os.environ.get("PYTHON", "/usr/bin/python3"), str(HOME / "docs/performance/pytorch.py")]
LINE = re.compile(r"train ([0-9.]+) images/s, inference ([0-9.]+) images/s, peak ([0-9.]+) GiB")

ROWS = {
    "resnet20": 128, "abn-resnet20": 128,
    "resnet110": 64, "abn-resnet110": 64,
    "densenet-100-12": 64, "abn-densenet-100-12": 64,
    "wrn-28-4": 32, "abn-wrn-28-4": 32,
    "resnext-29-8x4": 16, "abn-resnext-29-8x4": 16,
    "imagenet-resnet50": 16, "abn-imagenet-resnet50": 16,
    "seresnet50": 16, "abn-seresnet50": 16,
    "vgg16-bn": 8, "abn-vgg16-bn": 8,
    "multitask-resnet18": 8, "abn-multitask-resnet18": 8,
}  # fmt: skip


def measure(command, isa):
    environment = os.environ | {"DNNL_MAX_CPU_ISA": isa}
    if isa == "AVX2":
        environment["ATEN_CPU_CAPABILITY"] = "avx2"
    run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found = LINE.search(run.stdout)
    if run.returncode or not found:
        sys.exit(f"{' '.join(command)}\n{run.stdout}")
    print("   ", run.stdout.strip().splitlines()[-1], file=sys.stderr, flush=True)
    return [float(number) for number in found.groups()]


def turn(network, batch, threads, isa, steps):
    options = ["--batch", str(batch), "--threads", str(threads), "--steps", str(steps)]
    ours = measure([str(HOME / "submit.sh"), "bench", "--network", network, *options], isa)
    theirs = [measure([*PYTORCH, network, *options, "--layout", layout], isa) for layout in ("nhwc", "nchw")]
    training, inference, _ = (max(numbers) for numbers in zip(*theirs))
    peak = max(theirs)[2]  # of the layout that trains faster
    return (*ours, training, inference, peak)


def main():
    turns = int(os.environ.get("TURNS", "3"))
    steps = int(os.environ.get("STEPS", "4"))
    print("| network, batch | processor, threads | train: ours | PyTorch | ratio | inference: ours | PyTorch | ratio | peak GiB: ours | PyTorch |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for isa in os.environ.get("ISAS", "AVX512_CORE AVX2").split():
        for threads in os.environ.get("THREADS", "2 1").split():
            for network in sys.argv[1:] or ROWS:
                batch = ROWS[network]
                measured = [turn(network, batch, threads, isa, steps) for _ in range(turns)]
                ours, inferred, peak, theirs, answered, their_peak = (statistics.median(c) for c in zip(*measured))
                training = statistics.median(row[0] / row[3] for row in measured)
                inference = statistics.median(row[1] / row[4] for row in measured)
                print(
                    f"| {network}, {batch} | {isa}, {threads} | {ours:.1f} | {theirs:.1f} | {training:.2f} |"
                    f" {inferred:.1f} | {answered:.1f} | {inference:.2f} | {peak:.2f} | {their_peak:.2f} |",
                    flush=True,
                )


main()
