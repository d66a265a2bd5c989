#!/usr/bin/env bash
# Proves compose.yaml: builds the image, starts a cluster with three workers, ingests seeds/ from the compose file,
# searches from the host, kills a worker and searches again. COMPOSE names another compose command than docker's.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# COMPOSE may hold arguments, so it is split into words.
read -ra compose_command <<<"${COMPOSE:-docker compose}"
TIMTIN_PORT=${TIMTIN_PORT:-$(free_port)}
export TIMTIN_PORT
readonly project=timtin-compose-test
python=${TIMTIN_PYTHON:-/usr/bin/python3}

compose() { "${compose_command[@]}" --project-name "$project" --file compose.yaml "$@"; }

skip() {
    echo "skipped: $*"
    exit 0
}

have "${compose_command[0]}" || skip "there is no '${compose_command[0]}' here, so compose.yaml was not tried"
compose version >/dev/null 2>&1 || skip "'${compose_command[*]}' does not work here, so compose.yaml was not tried"
compose ps >/dev/null 2>&1 || skip "no container engine answers here, so compose.yaml was not tried"

clean_up() {
    local status=$?
    trap - EXIT
    trap '' INT TERM
    if ((status != 0)); then
        compose ps --all || true
        compose logs --tail 20 || true
    fi
    say "stopping the cluster, removing its volumes"
    compose --profile ingest down --volumes --remove-orphans --timeout 30 || status=1
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

passed=0
pass() {
    passed=$((passed + 1))
    echo "ok: $*"
}

# Asks through the published port with a few lines of pyzmq, as a program on the host would; prints the reply.
ask() {
    "$python" - "tcp://127.0.0.1:$TIMTIN_PORT" "$1" <<'PYTHON'
import json, sys, zmq
socket = zmq.Context().socket(zmq.REQ)
socket.setsockopt(zmq.LINGER, 0)
socket.connect(sys.argv[1])
params = {"query": sys.argv[2], "_meta": {"deadline": 10_000}}
socket.send_string(json.dumps({"jsonrpc": "2.0", "id": "1", "method": "search", "params": params}))
if not socket.poll(10_000):
    sys.exit("no answer within 10 seconds")
print(json.dumps(json.loads(socket.recv()), ensure_ascii=False))
PYTHON
}

expect_found() {
    local answer
    answer=$(ask "muong khuong" 2>&1) || die "$1: $answer"
    grep -q '"title": "Mường Khương' <<<"$answer" || die "$1: Mường Khương is not in the answer: $answer"
    pass "$1"
}

# Kills the process of one worker's container from outside, as a crash would.
kill_a_worker() {
    local id pid
    id=$(compose ps --quiet query | head -n 1)
    pid=$(docker inspect --format '{{.State.Pid}}' "$id" 2>/dev/null || true)
    # Where the process is not ours to kill, the engine has to do it, and then does not restart it.
    if [[ -z $pid ]] || ! kill -9 "$pid" 2>/dev/null; then
        docker kill "$id" >/dev/null
    fi
    echo "killed worker ${id:0:12}"
}

say "starting the cluster with three workers"
"$python" -c 'import zmq' 2>/dev/null || die "$python has no pyzmq, with which the host asks: run 'make deps'"
compose up --detach --build --wait --wait-timeout 180 --scale query=3
[[ $(compose ps --quiet query | wc -l) == 3 ]] || die "three workers were asked for: $(compose ps query)"
pass "the cluster is healthy with three workers"

say "ingesting seeds/ from the compose file"
compose run --rm --no-deps ingestor
pass "the ingestor ended with exit code 0"

say "searching from the host"
expect_found "found through the published port"

say "killing a worker"
kill_a_worker
for attempt in {1..20}; do
    expect_found "answer $attempt after the worker was killed" >/dev/null
done
pass "twenty answers after a worker was killed"
compose up --detach --wait --wait-timeout 60 --no-recreate --scale query=3
pass "the killed worker is back"

say "compose test"
echo "$passed passed, 0 failed"
