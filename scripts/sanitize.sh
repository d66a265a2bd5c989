#!/usr/bin/env bash
# The unit tests under one sanitizer, in a build folder of its own.
# Usage: scripts/sanitize.sh address|thread
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source scripts/suites.sh

sanitizer=${1:-}
case $sanitizer in
    address) scratch=.build-asan ;;
    thread) scratch=.build-tsan ;;
    *) die "say which sanitizer: address or thread" ;;
esac

scripts/deps.sh build test
# The test runner exits while tasks are suspended and threads wait, so what they hold looks leaked and is not.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}
export TIMTIN_PYTHON=${TIMTIN_PYTHON:-/usr/bin/python3}

say "building under the $sanitizer sanitizer"
# The linker's warnings about the sanitizer's own symbols are harmless and run to thousands.
swift build --build-tests --sanitize "$sanitizer" --scratch-path "$scratch" 2>&1 \
    | { grep -v 'Cannot export local symbol' || true; }

if [[ $sanitizer == thread ]]; then
    clang="$(dirname "$(readlink -f "$(command -v swift)")")/clang"
    "$clang" -O1 -fPIC -shared -Wall -o "$scratch/sanitizer-mutex.so" scripts/sanitizer-mutex.c
    export LD_PRELOAD="$PWD/$scratch/sanitizer-mutex.so"
fi

say "unit tests under the $sanitizer sanitizer"
run_suite "$sanitizer-sanitizer" "$scratch" 2700 --sanitize "$sanitizer" \
    --skip '^EndToEndTests\.' --skip '^ArchitectureTests\.'
report
