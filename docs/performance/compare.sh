#!/usr/bin/env bash
# Ours and PyTorch at its best in turn, on this machine: see compare.py.
#   docs/performance/compare.sh [NETWORK]...
exec python3 "$(dirname "$0")/compare.py" "$@"
