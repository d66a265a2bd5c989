#!/usr/bin/env bash
# Measures how the time of a query grows with the number of documents, and writes the table into Benchmarks/RESULTS.md.
# TIMTIN_CORPUS and TIMTIN_QUERIES name files that the project does not ship; arguments go to Benchmarks/grow.py.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_corpus
need_queries
say "measuring growth on $corpus"
exec "${TIMTIN_PYTHON:-python3}" Benchmarks/grow.py "$(swift build --configuration release --show-bin-path)" "$corpus" \
    "$queries" "$@"
