#!/usr/bin/env bash
# Measures ingesting a corpus that the project does not ship: TIMTIN_CORPUS names it, and defaults to a `shared` folder
# beside the project. TIMTIN_ROUNDS says how often, TIMTIN_COPIES how often the corpus stands in what is ingested.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_corpus
say "measuring ingest of $corpus"
exec "${TIMTIN_PYTHON:-/usr/bin/python3}" Benchmarks/ingest.py \
    "${TIMTIN_BIN_DIR:-$(swift build --configuration release --show-bin-path)}" "$corpus" --rounds "${TIMTIN_ROUNDS:-3}" \
    --copies "${TIMTIN_COPIES:-3}"
