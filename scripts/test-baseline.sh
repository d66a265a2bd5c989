#!/usr/bin/env bash
# The kernels and the index as built for any processor: the compiled kernels, then the unit tests of both, in a build folder
# of their own.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source scripts/suites.sh

export MARCH=baseline
scratch=.build/march-baseline
scripts/deps.sh build test
scripts/check-kernels.sh

say "building for any processor"
swift build --build-tests --scratch-path "$scratch"
say "unit tests for any processor"
run_suite baseline "$scratch" 900 --filter '^(PackingTests|SearchIndexTests)\.'
report
