#!/usr/bin/env bash
# What `make test` promises: lint, a debug build in which a warning is an error, the unit tests, a look at the compiled
# kernels, then the end-to-end tests against the release executables. Says how many tests ran, what was skipped and why, and how long each part took.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source scripts/suites.sh

part() {
    local name=$1 begin=$SECONDS
    shift
    "$@"
    times+=("$(printf '%5d s  %s' $((SECONDS - begin)) "$name")")
}

unit_tests() {
    say "unit tests"
    run_suite unit .build 900 --skip '^EndToEndTests\.'
}

end_to_end_tests() {
    say "end-to-end tests against the release executables"
    TIMTIN_BIN_DIR=$(swift build --configuration release --show-bin-path)
    export TIMTIN_BIN_DIR
    run_suite end-to-end .build $((900 + 60 * ${TIMTIN_FAULT_ROUNDS:-0})) --no-parallel --filter '^EndToEndTests\.'
}

times=()
export TIMTIN_PYTHON=${TIMTIN_PYTHON:-/usr/bin/python3}
part "system packages" scripts/deps.sh build test
part lint scripts/lint.sh
part "debug build" build_tests
part "unit tests" unit_tests
part "release build" scripts/build.sh
part kernels scripts/check-kernels.sh
part "end-to-end tests" end_to_end_tests

say "times"
printf '%s\n' "${times[@]}"
report
