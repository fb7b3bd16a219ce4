#!/usr/bin/env bash
# Tells Spark which GPUs a worker or executor has: {"name": "gpu", "addresses": ["0", "1"]}
# For spark.executor.resource.gpu.discoveryScript; it must lie on every machine under that path.
set -euo pipefail

command -v nvidia-smi >/dev/null || { echo "discover-gpus.sh: no nvidia-smi on $HOSTNAME" >&2; exit 1; }
indices=$(nvidia-smi --query-gpu=index --format=csv,noheader)
addresses=$(sed 's/[[:space:]]//g; /^$/d; s/.*/"&"/' <<<"$indices" | paste -sd, -)
printf '{"name": "gpu", "addresses": [%s]}\n' "${addresses//,/, }"
