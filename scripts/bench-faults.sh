#!/usr/bin/env bash
# Kills every part of a cluster TIMTIN_FAULT_ROUNDS times under writes and searches, and tells how long it took until the
# next acknowledgement and the next answer. These are tests too: a lost document or a wrong answer fails them.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source scripts/suites.sh

export TIMTIN_FAULT_ROUNDS=${TIMTIN_FAULT_ROUNDS:-50}
export TIMTIN_PYTHON=${TIMTIN_PYTHON:-/usr/bin/python3}
TIMTIN_BIN_DIR=$(swift build --configuration release --show-bin-path)
export TIMTIN_BIN_DIR
build_tests
say "killing each part of a cluster $TIMTIN_FAULT_ROUNDS times"
run_suite faults .build $((900 + 120 * TIMTIN_FAULT_ROUNDS)) --no-parallel \
    --filter '^EndToEndTests\..*(Kills|StandBys|SeveralBrokers)'
say "recovery"
grep -E '^(stopped .* times|requests in flight)' .build/faults-tests.log
report
