# shellcheck shell=bash
# Running test suites and counting what ran. Sourced after lib.sh.
#
# `swift test` exits 0 when a filter matches nothing, so the counts are read from its report and none is a failure.

# Warnings are errors and each import must be a declared dependency, here where every module and test is compiled.
build_tests() {
    say "debug build, warnings as errors"
    TIMTIN_WARNINGS_AS_ERRORS=1 swift build --build-tests --explicit-target-dependency-import-check error
}

ran=0 failed=0 skipped=0
skips=()

# run_suite NAME SCRATCH_PATH SECONDS [ARGUMENT…]: runs the tests already built in SCRATCH_PATH.
run_suite() {
    local name=$1 scratch=$2 seconds=$3
    shift 3
    local log="$scratch/$name-tests.log" results="$scratch/$name-tests.xml" status=0
    rm -f "$results"
    limited "$seconds" swift test --skip-build --scratch-path "$scratch" --disable-xctest \
        --xunit-output "$results" "$@" 2>&1 | tee "$log" || status=$?
    collect "$name" "$log" "$results"
    ((status == 0)) || finish_failed "the $name tests failed (exit code $status; the whole log: $log)"
}

# collect NAME LOG RESULTS: adds one run's counts to the totals.
collect() {
    local name=$1 log=$2 results=$3 line
    [[ -f $results ]] || die "the $name tests left no report: they stopped before the end, or none was found"
    line=$(grep -m 1 '<testsuite ' "$results")
    local count failures left_out
    count=$(attribute tests "$line") failures=$(attribute failures "$line") left_out=$(attribute skipped "$line")
    ((count > 0)) || die "the $name tests ran no test"
    ran=$((ran + count)) failed=$((failed + failures)) skipped=$((skipped + left_out))
    while IFS= read -r line; do
        skips+=("$name: ${line#➜ }")
    done < <(grep '^➜ .* skipped' "$log" || true)
}

attribute() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2"; }

# The totals, the last line in the form that CI reads.
report() {
    if ((${#skips[@]})); then
        say "skipped"
        printf '%s\n' "${skips[@]}"
    fi
    say "tests"
    printf '%d passed, %d failed, %d skipped\n' $((ran - failed)) "$failed" "$skipped"
}

finish_failed() {
    report
    die "$*"
}
