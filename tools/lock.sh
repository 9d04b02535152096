#!/usr/bin/env bash
# Rewrites requirements.lock from pyproject.toml: one file for Python 3.11-3.13 on Linux,
# macOS and Windows. Needs `uv` (pip install uv). Run it as `make lock`.
#
# torch is held at the version the course is tested with. The CUDA packages that one of its
# Linux builds asks for are left out: a CPU build does not want them, and pip adds them by
# itself where it installs a CUDA build.
set -euo pipefail
cd "$(dirname "$0")/.."

without=()
for name in cuda-bindings cuda-pathfinder cuda-toolkit triton \
    nvidia-{cublas,cuda-cccl,cuda-cupti,cuda-nvrtc,cuda-runtime,cudnn-cu13,cufft,cufile} \
    nvidia-{curand,cusolver,cusparse,cusparselt-cu13,nccl-cu13,nvjitlink,nvshmem-cu13,nvtx}; do
    without+=(--no-emit-package "$name")
done

echo "torch==2.13.0" > .torch.txt
trap 'rm -f .torch.txt' EXIT
uv pip compile pyproject.toml --extra torch --extra dev --extra bench \
    --universal --python-version 3.11 --fork-strategy fewest \
    --constraint .torch.txt "${without[@]}" \
    --no-annotate --no-header --quiet --output-file requirements.lock "$@"
sed -i.bak '1i\
# Exact versions for pip on Python 3.11-3.13. Written by `make lock`; do not edit by hand.
' requirements.lock && rm -f requirements.lock.bak
echo "requirements.lock: $(grep -c == requirements.lock) packages"
