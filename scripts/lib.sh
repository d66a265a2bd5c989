# shellcheck shell=bash
# What the scripts share. Sourced, never run; the caller has set `set -euo pipefail`.

# Every script works from the project's root, wherever it was called from.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# A heading, so that a long log can be read by its parts.
say() { printf '\n==> %s\n' "$*"; }

# One clear line on what failed, and a failing exit code.
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command under a time limit in seconds, so that a hang fails rather than lasts.
limited() {
    local seconds=$1
    shift
    if have timeout; then
        timeout --kill-after=10 "$seconds" "$@"
    else
        "$@"
    fi
}

# A port on which nothing answers. Another process could still take it before the cluster does; then `up` says so.
free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    die "no free port was found between 20000 and 29999"
}

# Builds the C programs that benchmarks of messages use; prints their folder.
bench_tools() {
    local compiler=${CC:-cc} folder=.build/messaging source
    have "$compiler" || die "a C compiler is needed: install gcc, or name another by CC"
    mkdir -p "$folder"
    for source in Benchmarks/messaging/*.c; do
        "$compiler" -O2 -Wall -Wextra -o "$folder/$(basename "$source" .c)" "$source" -lzmq ||
            die "$source was not built: libzmq's headers are needed, as for the project itself (make deps)"
    done
    echo "$folder"
}

# Sets `corpus` to the documents that a benchmark needs and the project does not ship. Where they are absent the script ends,
# saying so.
need_corpus() {
    corpus=${TIMTIN_CORPUS:-../shared/corpora/vietnews-20k.jsonl.zst}
    [[ -f $corpus ]] && return
    echo "skipped: no corpus at $corpus; name a .jsonl or .jsonl.zst file by TIMTIN_CORPUS"
    exit 0
}

# Sets `queries` to the query log in the same way.
need_queries() {
    queries=${TIMTIN_QUERIES:-../shared/corpora/queries.jsonl}
    [[ -f $queries ]] && return
    echo "skipped: no queries at $queries; name a .jsonl file by TIMTIN_QUERIES"
    exit 0
}
