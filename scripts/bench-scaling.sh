#!/usr/bin/env bash
# Measures how queries a second grow with workers, each held to a slice of a processor, on a corpus that the project does
# not ship: TIMTIN_CORPUS and TIMTIN_QUERIES name it; both default to a `shared` folder beside the project.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

corpus=${TIMTIN_CORPUS:-../shared/corpora/vietnews-20k.jsonl.zst}
queries=${TIMTIN_QUERIES:-../shared/corpora/queries.jsonl}
for file in "$corpus" "$queries"; do
    if [[ ! -f $file ]]; then
        echo "skipped: no file at $file; name a corpus by TIMTIN_CORPUS and queries by TIMTIN_QUERIES"
        exit 0
    fi
done
say "measuring how queries a second grow with workers"
tools=$(bench_tools)
exec "${TIMTIN_PYTHON:-/usr/bin/python3}" Benchmarks/scaling.py \
    "$(swift build --configuration release --show-bin-path)" "$tools" --corpus "$corpus" --queries "$queries" \
    --rounds "${TIMTIN_ROUNDS:-3}" --slice "${TIMTIN_SLICE:-15}" --count "${TIMTIN_QUERY_COUNT:-1400}"
