#!/usr/bin/env bash
# Formatting of the Swift code and, where shellcheck is installed, the shell scripts.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

say "lint"
swift_paths=(Package.swift Sources Tests)
[[ ! -f Benchmarks/Package.swift ]] || swift_paths+=(Benchmarks/Package.swift Benchmarks/Benchmarks)
swift format lint --strict --recursive --parallel "${swift_paths[@]}"

if have shellcheck; then
    shellcheck --external-sources --source-path=SCRIPTDIR scripts/*.sh .ci/run
else
    echo "skipped: shell scripts are not checked, shellcheck is not installed"
fi
