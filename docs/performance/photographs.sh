#!/usr/bin/env bash
# Photographs decoded and augmented for ImageNet, ours and torchvision's in turn, one thread each.
#   docs/performance/photographs.sh DIRECTORY      # with JPEG files in it or below
# PYTHON is one that has torchvision and PIL.
set -euo pipefail
home=$(cd "$(dirname "$0")/../.." && pwd)
source=$(readlink -f "$1")
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" "$home/docs/performance/photographs.py" --make "$source" "$work/500x375"
du -sh --apparent-size "$work/500x375" | cut -f 1
for _ in 1 2; do
  "$python" "$home/docs/performance/photographs.py" "$work/500x375"
  (cd "$home" && mvn -B -q -Pjmh -pl abn-data verify \
    -Djmh.args="-p directory=$work/500x375 photographs") | grep '^LoadingBenchmark'
done
