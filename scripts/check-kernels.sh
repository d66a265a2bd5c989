#!/usr/bin/env bash
# Whether the kernels are what they should be: as their generator writes them, and compiled to straight vector code. A call
# inside a kernel means that the compiler did not see through an operation; a gather is slower than the loads it replaces.
# Where MARCH is set, builds in a folder of its own.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

have python3 || die "python3 is needed to make the kernels again"
have objdump || die "objdump is needed: install binutils"

say "generated kernels"
made=$(mktemp --directory)
trap 'rm -rf "$made"' EXIT
scripts/make-kernels.py "$made"
diff --recursive "$made" Sources/Packing/Generated ||
    die "Sources/Packing/Generated is not what scripts/make-kernels.py makes: run it and commit what changes"
echo "as their generator makes them"

say "compiled kernels"
scratch=.build${MARCH:+/march-$MARCH}
swift build --configuration release --target Packing --scratch-path "$scratch"
objects=("$(swift build --configuration release --scratch-path "$scratch" --show-bin-path)"/Packing.build/*.o)
objdump --disassemble --no-show-raw-insn "${objects[@]}" |
    scripts/check-kernels.awk -v march="${MARCH:-x86-64-v3}" -v machine="$(uname -m)" ||
    die "see above for what is wrong in which kernel"
