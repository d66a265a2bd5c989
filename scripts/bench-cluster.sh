#!/usr/bin/env bash
# Measures a running cluster on a corpus that the project does not ship: TIMTIN_CORPUS names it, and TIMTIN_RELEVANCE a
# folder of judged sets; both default to a `shared` folder beside the project.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_corpus
relevance=${TIMTIN_RELEVANCE:-../shared/relevance}
say "measuring a cluster on $corpus"
arguments=("$(swift build --configuration release --show-bin-path)" "$corpus" --rounds "${TIMTIN_ROUNDS:-3}")
[[ -d $relevance ]] && arguments+=(--relevance "$relevance")
exec "${TIMTIN_PYTHON:-/usr/bin/python3}" Benchmarks/cluster.py "${arguments[@]}"
