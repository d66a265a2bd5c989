#!/usr/bin/env bash
# Proves compose.yaml at scale: two shards, three indexers, four workers, two brokers. Under a load that counts every
# query, each container is restarted one after the other, an owner of a shard is killed, containers come back under new
# addresses, and networks are cut and healed. Not one query may fail. COMPOSE names another compose command than docker's.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# COMPOSE may hold arguments, so it is split into words.
read -ra compose_command <<<"${COMPOSE:-docker compose}"
readonly project=timtin-compose-test shards=2 workers=4 indexers=3
readonly load=$project-load
placeholders=()
TIMTIN_PORT=${TIMTIN_PORT:-$(free_port)}
TIMTIN_PORT2=${TIMTIN_PORT2:-$(free_port)}
TIMTIN_SHARDS=$shards
TIMTIN_BROKERS=tcp://broker:5570,tcp://broker2:5570
export TIMTIN_PORT TIMTIN_PORT2 TIMTIN_SHARDS TIMTIN_BROKERS
python=${TIMTIN_PYTHON:-/usr/bin/python3}
results=$(mktemp -d)

compose() {
    "${compose_command[@]}" --project-name "$project" --file compose.yaml --profile brokers "$@" 2> >(quiet >&2)
}

# Compose tells each step of each container several times.
quiet() { grep -Ev '^ *(Container|Network|Volume) |^$' || true; }

skip() {
    echo "skipped: $*"
    exit 0
}

have "${compose_command[0]}" || skip "there is no '${compose_command[0]}' here, so compose.yaml was not tried"
compose version >/dev/null 2>&1 || skip "'${compose_command[*]}' does not work here, so compose.yaml was not tried"
compose ps >/dev/null 2>&1 || skip "no container engine answers here, so compose.yaml was not tried"
have docker || skip "containers are killed and cut off by 'docker', which is not here"

clean_up() {
    local status=$?
    trap - EXIT
    trap '' INT TERM
    if ((status != 0)); then
        compose ps --all || true
        compose logs --tail 30 || true
    fi
    say "stopping the cluster, removing its volumes"
    docker rm --force "$load" "${placeholders[@]}" >/dev/null 2>&1 || true
    compose --profile ingest down --volumes --remove-orphans --timeout 30 || status=1
    rm -rf "$results"
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

# Asks the first broker that answers through the published ports, as a program on the host would: method, parameters as
# JSON, and seconds to go on for. Prints the result as one line of JSON.
ask() { "$python" scripts/ask.py "$TIMTIN_PORT,$TIMTIN_PORT2" "$@"; }

# Waits until a Python expression over the cluster's status `s` holds.
await() {
    local seconds=$1 what=$2 expression=$3 begin=$SECONDS
    ask --until "$expression" cluster.status '{}' "$seconds" >"$results/status.json" \
        || die "not within $seconds s: $what; last status: $(cat "$results/status.json")"
    echo "   $what, after $((SECONDS - begin)) s"
}

# Expressions over the status.
readonly whole="not s['waitingFor'] and sum(m['member']['role'] == 'indexer' for m in s['members']) == $indexers
    and sum(m['member']['role'] == 'worker' and len(m['state'].get('open') or []) == $shards
            for m in s['members']) == $workers"

# Prints a value of the status.
status() { "$python" -c 'import json, sys; s = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <"$results/status.json"; }

# The host, which is a container's short id, of the member that owns a shard.
owner_of() {
    await 30 "shard $1 has an owner" "any(o['shard'] == $1 for m in s['members'] for o in m['state'].get('owned') or [])" \
        >/dev/null
    status "[m['member']['host'] for m in s['members']
             if any(o['shard'] == $1 for o in m['state'].get('owned') or [])][0]"
}

address_of() { docker inspect --format "{{(index .NetworkSettings.Networks \"${project}_cluster\").IPAddress}}" "$1"; }

containers_of() { compose ps --quiet "$1"; }

# Puts documents that end up in both shards, and finds them.
expect_writes() {
    local word="dau$RANDOM$RANDOM" documents
    documents=$("$python" -c '
import json, sys
documents = [{"id": f"{sys.argv[1]}-{n}", "kind": "article", "title": sys.argv[1], "body": []} for n in range(20)]
print(json.dumps({"batch": sys.argv[1], "documents": [{"document": document} for document in documents]}))' "$word")
    ask --until "all(o['outcome'] in ('created', 'updated', 'unchanged') for o in s['outcomes'])" \
        documents.put "$documents" 60 >"$results/put.json" || die "$1: documents were not taken: $(cat "$results/put.json")"
    ask --until "s['total']['value'] == 20 and s['shards']['answered'] == $shards" search "{\"query\": \"$word\"}" 30 \
        >"$results/found.json" || die "$1: what was acknowledged is not found: $(cat "$results/found.json")"
    pass "$1: twenty documents were taken and are found"
}

say "starting two shards, three indexers, four workers, two brokers"
"$python" -c 'import zmq' 2>/dev/null || die "$python has no pyzmq, with which the host asks: run 'make deps'"
compose build --quiet
compose up --detach --wait --wait-timeout 180 --scale query=$workers --scale indexer=$indexers
pass "all containers are healthy"

say "ingesting seeds/ from the compose file"
compose run --rm --no-deps ingestor
found=$(ask search '{"query": "muong khuong"}')
grep -q '"title": "Mường Khương' <<<"$found" || die "Mường Khương is not in the answer: $found"
pass "the ingestor ended with exit code 0, and its documents are found through the published port"
await 60 "the cluster is whole" "$whole"
[[ $(status "sum(not m['state'].get('owned') for m in s['members'] if m['member']['role'] == 'indexer')") == 1 ]] \
    || die "one indexer was to stand by"
pass "two indexers own a shard each, one stands by, four workers hold both"

say "beginning a load of 20 queries a second"
printf '%s\n' "muong khuong" '"biên giới"' "lúa gạo" "+lào +cai" 'title:mườ*' "mưa lũ" >"$results/queries.txt"
chmod -R a+rX "$results"
compose run --detach --name "$load" --no-deps --volume "$results:/queries:ro" --entrypoint timtin ingestor \
    bench --queries /queries/queries.txt --rate 20 --connections 4 --warmup 0s --duration 1h --resend --timeout 15s \
    --output /data/bench >/dev/null
pass "it runs"

say "restarting every container, one after the other"
for service in query indexer broker broker2; do
    for id in $(containers_of "$service"); do
        docker restart --time 15 "$id" >/dev/null
        await 60 "$service ${id:0:12} was restarted, the cluster is whole" "$whole"
    done
    pass "every container of $service was restarted"
done
expect_writes "after the restarts"

say "killing the owner of shard 0 for good"
owner=$(owner_of 0)
docker kill "$owner" >/dev/null
await 60 "a stand-by has taken shard 0" \
    "any(m['member']['host'] != '$owner' and o['shard'] == 0 for m in s['members'] for o in m['state'].get('owned') or [])
     and not s['waitingFor']"
pass "the stand-by $(owner_of 0) owns what $owner owned"
expect_writes "with the new owner"
docker start "$owner" >/dev/null
await 60 "the killed one is back and stands by" "$whole"
pass "the killed one stands by"

# Something else takes the address that became free, so that the new container gets another.
recreate() {
    local service=$1 id=$2 before
    before=$(address_of "$id")
    docker rm --force "$id" >/dev/null
    placeholders+=("$project-placeholder-${#placeholders[@]}")
    compose run --detach --name "${placeholders[-1]}" --no-deps --entrypoint sleep ingestor 600 >/dev/null
    compose up --detach --no-deps --no-recreate --scale query=$workers --scale indexer=$indexers query indexer broker broker2
    await 60 "$service came back, the cluster is whole" "$whole"
    local after
    for id in $(containers_of "$service"); do after+=" $(address_of "$id")"; done
    [[ " $after " != *" $before "* ]] || die "$service has its old address $before again: $after"
    pass "a container of $service was made anew, at another address than $before"
}

say "making containers anew, at new addresses"
recreate indexer "$(owner_of 1)"
expect_writes "with the indexer at its new address"
recreate query "$(containers_of query | head -n 1)"
recreate broker "$(containers_of broker)"
expect_writes "with the broker at its new address"

cut() { docker network disconnect "${project}_cluster" "$1"; }
# Under the name that Compose gives it: container, service.
heal() { docker network connect --alias "$2" "${project}_cluster" "$1"; }

say "cutting networks, and healing them"
worker=$(containers_of query | tail -n 1)
cut "$worker"
await 30 "the cut worker is gone" "all(m['member']['host'] != '${worker:0:12}' for m in s['members'])"
heal "$worker" query
await 60 "the cut worker is back" "$whole"
pass "a worker was cut off and came back"
owner=$(owner_of 0)
cut "$owner"
await 30 "the cut owner is gone" "all(m['member']['host'] != '$owner' for m in s['members'])"
heal "$owner" indexer
await 60 "shard 0 has an owner" "$whole"
expect_writes "after the owner of shard 0 was cut off"
broker=$(containers_of broker2)
cut "$broker"
"$python" scripts/ask.py "$TIMTIN_PORT2" --until "not s['members']" cluster.status '{}' 30 >/dev/null \
    || die "the broker that was cut off still believes in its members"
heal "$broker" broker2
for port in "$TIMTIN_PORT" "$TIMTIN_PORT2"; do
    "$python" scripts/ask.py "$port" --until "$whole" cluster.status '{}' 60 >/dev/null \
        || die "the broker at port $port does not know all members after a broker was cut off"
done
pass "a broker was cut off, and both know all members again"

say "ending the load"
docker kill --signal INT "$load" >/dev/null
[[ $(limited 60 docker wait "$load") == 0 ]] || die "the load failed: $(docker logs "$load" 2>&1)"
docker logs "$load" 2>&1
compose run --rm --no-deps --entrypoint cat ingestor /data/bench/summary.json >"$results/summary.json"
"$python" - "$results/summary.json" <<'PYTHON' || die "queries failed"
import json, sys
summary = json.load(open(sys.argv[1]))
sys.exit(summary["errors"] > 0 or summary["answered"] < 100)
PYTHON
pass "not one query of $("$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["answered"])' \
    "$results/summary.json") failed"

say "compose test"
echo "$passed passed, 0 failed, in $SECONDS s"
