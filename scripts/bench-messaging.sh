#!/usr/bin/env bash
# Measures what messages cost, beside a bare relay of libzmq. TIMTIN_CORPUS and TIMTIN_QUERIES name the files of the part
# that searches; both default to a `shared` folder beside the project, and without them that part is left out.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

corpus=${TIMTIN_CORPUS:-../shared/corpora/vietnews-20k.jsonl.zst}
queries=${TIMTIN_QUERIES:-../shared/corpora/queries.jsonl}
say "measuring what messages cost"
tools=$(bench_tools)
arguments=("$(swift build --configuration release --show-bin-path)" "$tools" --rounds "${TIMTIN_ROUNDS:-15}" --seconds "${TIMTIN_SECONDS:-0.5}")
[[ -f $corpus && -f $queries ]] && arguments+=(--corpus "$corpus" --queries "$queries")
exec "${TIMTIN_PYTHON:-/usr/bin/python3}" Benchmarks/messaging.py "${arguments[@]}"
