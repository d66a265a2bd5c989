#!/usr/bin/env bash
# Builds the release executables and says where they are.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/deps.sh build
say "building the release executables"
swift build --configuration release
echo "executables: $(swift build --configuration release --show-bin-path)"
