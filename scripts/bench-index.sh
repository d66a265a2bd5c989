#!/usr/bin/env bash
# Measures building and searching an index of made-up documents, without a corpus. Arguments go to the benchmark plug-in, as in
# `scripts/bench-index.sh --filter 'phrase.*'`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd Benchmarks
for target in BuildBenchmarks QueryBenchmarks; do
    swift package benchmark --target "$target" --grouping metric --no-progress "$@"
done
