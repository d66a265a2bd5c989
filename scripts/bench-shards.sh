#!/usr/bin/env bash
# Compares clusters of one and of two shards on a corpus and queries that the project does not ship: TIMTIN_CORPUS and
# TIMTIN_QUERIES name them; both default to a `shared` folder beside the project.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_corpus
need_queries
say "comparing answers of one shard and of ${TIMTIN_SHARDS:-2} on $corpus"
exec "${TIMTIN_PYTHON:-/usr/bin/python3}" Benchmarks/shards.py \
    "$(swift build --configuration release --show-bin-path)" "$corpus" "$queries" --shards "${TIMTIN_SHARDS:-2}"
