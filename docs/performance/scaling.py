#!/usr/bin/env python3
"""The cost model of docs/scaling.md: how often to average on many executors.

  docs/performance/scaling.py FIXED_MS MS_A_WORKER MS_A_MB

takes constants as docs/performance/rounds.sh measures them.
"""
import math
import sys

WORKERS = (8, 32, 128, 1024)
NETWORKS = (("0.5 M", 0.5e6), ("10 M", 10e6), ("78 M", 78e6))
EFFICIENCY = 0.9


def overhead_ms(constants, parameters, workers, gigabits):
    """What a round takes beside its steps, where each worker has a machine of its own."""
    fixed, a_worker, a_megabyte = constants
    state = 8 * parameters  # bytes: parameters and momentum in float32
    # Out: its slices, a copy of the mean that it keeps, that mean to all others. In: the same.
    moved = state * (2 * (workers - 1) / workers + 1 / workers)
    return fixed + a_worker * workers + a_megabyte * state / 1e6 + moved * 8 / gigabits / 1e6


def main():
    constants = [float(word) for word in sys.argv[1:]]
    print("| parameters | Gbit/s | " + " | ".join(f"{w:,} workers" for w in WORKERS) + " |")
    print("| --- | --- |" + " --- |" * len(WORKERS))
    for name, parameters in NETWORKS:
        for gigabits in (10, 25):
            cells = []
            for workers in WORKERS:
                cost = overhead_ms(constants, parameters, workers, gigabits)
                seconds = EFFICIENCY / (1 - EFFICIENCY) * cost / 1000
                cells.append(f"{cost / 1000:.1f} s; {math.ceil(seconds)} s")
            print(f"| {name} | {gigabits} | " + " | ".join(cells) + " |")


main()
