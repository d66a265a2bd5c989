#!/usr/bin/env bash
# A cluster on this machine in a fresh temporary folder: ingests seeds/, searches without accents, shows the status,
# and stops. KEEP=1 leaves it running until Ctrl-C.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/build.sh
bin=$(swift build --configuration release --show-bin-path)
timtin=$bin/timtin

data=$(mktemp -d -t timtin-demo.XXXXXX)
broker=tcp://127.0.0.1:$(free_port)
log=$data/cluster.log
cluster=

# Stops the cluster by its process id and removes the folder, however the script ends; a failure shows the log's end.
clean_up() {
    local status=$?
    trap - EXIT
    # A second Ctrl-C must not leave the cluster or the folder behind.
    trap '' INT TERM
    if ((status != 0 && status != 130 && status != 143)); then
        echo "error: the demo failed; the cluster's last lines:" >&2
        tail -n 20 "$log" >&2 || true
    fi
    if [[ -n $cluster ]]; then
        say "stopping the cluster"
        kill -TERM "$cluster" 2>/dev/null || true
        wait "$cluster" || true
    fi
    rm -rf "$data"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits until the cluster answers, at most a minute, and no longer than it lives.
wait_until_healthy() {
    local end=$((SECONDS + 60))
    until "$timtin" health --broker "$broker" >/dev/null 2>&1; do
        kill -0 "$cluster" 2>/dev/null || die "the cluster ended before it answered"
        ((SECONDS < end)) || die "the cluster did not answer within 60 seconds"
        sleep 0.2
    done
}

# Shows a command as a person would type it, then runs it.
try() {
    local argument line='$ timtin'
    for argument in "$@"; do
        [[ $argument != *" "* ]] || argument="\"$argument\""
        line+=" $argument"
    done
    printf '\n%s\n' "$line"
    "$timtin" "$@"
}

say "starting a cluster: a broker, an indexer, two workers"
# Job control puts the cluster into a process group of its own: Ctrl-C then reaches this script alone, which stops it.
set -m
"$timtin" up --data "$data/cluster" --broker "$broker" --workers 2 </dev/null >"$log" 2>&1 &
cluster=$!
set +m
wait_until_healthy

say "ingesting seeds/: one scraped news page with captions in its text and six teasers below it"
try ingest --broker "$broker" --wait seeds

say "searching without accents"
try search --broker "$broker" "muong khuong"

say "the cluster"
try status --broker "$broker"

if [[ -z ${KEEP:-} || $KEEP == 0 ]]; then
    cat <<TEXT

Try next:
  make demo KEEP=1                              the same, left running until Ctrl-C
  .build/release/timtin analyze "Mường Khương"  the terms a text becomes
  .build/release/timtin --help                  every command, with examples
TEXT
    exit 0
fi

# Ctrl-C is the way to end it, so it is no failure.
trap 'exit 0' INT
cat <<TEXT

The cluster is running; Ctrl-C stops it. In another terminal:
  export PATH="$bin:\$PATH" TIMTIN_BROKER=$broker
  timtin search '"thành phố" -bóng'       a phrase, without a word
  timtin search 'title:mườ*'              a prefix in one field
  timtin ingest --wait FILE.jsonl.zst     your own documents
  timtin show ID                          one document whole
Its log: $log
TEXT
wait "$cluster"
