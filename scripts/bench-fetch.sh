#!/usr/bin/env bash
# Measures workers that fetch segments on a corpus that the project does not ship: TIMTIN_CORPUS names it, and defaults to
# a `shared` folder beside the project.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_corpus
say "measuring workers that fetch $corpus"
exec "${TIMTIN_PYTHON:-/usr/bin/python3}" Benchmarks/fetch.py \
    "${TIMTIN_BIN_DIR:-$(swift build --configuration release --show-bin-path)}" "$corpus" --rounds "${TIMTIN_ROUNDS:-5}"
