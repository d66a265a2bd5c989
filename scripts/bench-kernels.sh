#!/usr/bin/env bash
# Measures the kernels of the index, each a thousand times an iteration. Arguments go to the benchmark plug-in, as in
# `scripts/bench-kernels.sh --filter 'impacts:.*'`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd Benchmarks
swift package benchmark --target KernelBenchmarks --grouping metric --no-progress "$@"
