#!/usr/bin/env bash
# Measures the queries of a running cluster on one machine: starts it, ingests the corpus, and drives it by `timtin bench`
# in a closed loop and then, at 70 % of the rate reached, in an open one. TIMTIN_CORPUS and TIMTIN_QUERIES name files that
# the project does not ship; TIMTIN_UP holds further arguments of `timtin up`, TIMTIN_OUTPUT the folder of the results.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

corpus=${TIMTIN_CORPUS:-../shared/corpora/vietnews-20k.jsonl.zst}
queries=${TIMTIN_QUERIES:-../shared/corpora/queries.jsonl}
duration=${TIMTIN_DURATION:-15s}
output=${TIMTIN_OUTPUT:-.build/bench-queries}
read -ra up <<<"${TIMTIN_UP:---scale query=2}"
for file in "$corpus" "$queries"; do
    if [[ ! -f $file ]]; then
        echo "skipped: no file $file; name the corpus by TIMTIN_CORPUS and the query log by TIMTIN_QUERIES"
        exit 0
    fi
done

PATH="$(swift build --configuration release --show-bin-path):$PATH"
folder=$(mktemp -d)
cluster=
clean_up() {
    local status=$?
    trap - EXIT
    if [[ -n $cluster ]]; then
        kill -INT "$cluster" 2>/dev/null || true
        wait "$cluster" 2>/dev/null || true
    fi
    rm -rf "$folder"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say "starting a cluster: timtin up ${up[*]}"
timtin up --data "$folder/data" --broker tcp://127.0.0.1:0 --log-level=error "${up[@]}" >"$folder/ready" &
cluster=$!
for _ in {1..600}; do
    grep -q '^ready: ' "$folder/ready" && break
    kill -0 "$cluster" 2>/dev/null || die "the cluster ended before it was ready"
    sleep 0.1
done
TIMTIN_BROKER=$(sed -n 's/^ready: //p' "$folder/ready")
[[ -n $TIMTIN_BROKER ]] || die "the cluster was not ready within a minute"
export TIMTIN_BROKER
timtin ingest --wait --state "$folder/state" "$corpus"
timtin status

say "closed loop"
timtin bench --queries "$queries" --shuffle --connections 8 --duration "$duration" --output "$output/closed"
rate=$("${TIMTIN_PYTHON:-/usr/bin/python3}" -c '
import json, sys
print(max(1, round(json.load(open(sys.argv[1]))["rate"] * 0.7)))' "$output/closed/summary.json")

say "open loop at $rate requests a second, 70 % of that"
timtin bench --queries "$queries" --shuffle --connections 8 --rate "$rate" --duration "$duration" --output "$output/open"
