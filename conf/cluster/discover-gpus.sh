#!/usr/bin/env bash
# Tells Spark which GPUs a worker or executor has: {"name": "gpu", "addresses": ["0", "1"]}
# For spark.executor.resource.gpu.discoveryScript; it must lie on every machine under that path.
set -euo pipefail

indices=$(nvidia-smi --query-gpu=index --format=csv,noheader)
addresses=$(sed 's/[[:space:]]//g; /^$/d; s/.*/"&"/' <<<"$indices" | paste -sd, -)
printf '{"name": "gpu", "addresses": [%s]}\n' "${addresses//,/, }"
