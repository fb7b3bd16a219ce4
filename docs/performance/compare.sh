#!/usr/bin/env bash
# Ours, DL4J's own layers and PyTorch in turn, on this machine: the tables of docs/performance.md.
#   docs/performance/compare.sh NETWORK [--batch N] [--steps N] [--threads N]
# STOCK=no leaves out DL4J's own layers, which are slow. PYTHON is one that has PyTorch.
set -euo pipefail
home=$(cd "$(dirname "$0")/../.." && pwd)
network=$1
shift
"$home/submit.sh" bench --network "$network" "$@" 2>&1 | tail -n 1
for layout in nchw nhwc; do
  "${PYTHON:-/usr/bin/python3}" "$home/docs/performance/pytorch.py" "$network" --layout $layout "$@"
done
"$home/submit.sh" bench --network "$network" "$@" 2>&1 | tail -n 1
if [[ ${STOCK:-yes} == yes ]]; then
  "$home/submit.sh" bench --network "$network" --stock "$@" 2>&1 | tail -n 1
fi
