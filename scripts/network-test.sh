#!/usr/bin/env bash
# Proves by real processes what networks do to a cluster: one that swallows everything without a word is cut and healed,
# and a broker comes back at another address. Two brokers, each behind a network of its own; searches all the while, of
# which not one may fail. Needs root and Linux's network namespaces; says so where it has not.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bin=${TIMTIN_BIN_DIR:-.build/release}
python=${TIMTIN_PYTHON:-/usr/bin/python3}
readonly members=timtin-net-m names=/etc/netns/timtin-net-m
folder=$(mktemp -d)
processes=()

skip() {
    echo "skipped: $*"
    exit 0
}

have ip || skip "there is no 'ip' here (package iproute2), so networks were not cut"
ip netns add "$members" 2>/dev/null || skip "network namespaces need root on Linux, so networks were not cut"

clean_up() {
    local status=$?
    trap - EXIT
    ((${#processes[@]} == 0)) || kill "${processes[@]}" 2>/dev/null || true
    wait || true
    for space in "$members" timtin-net-a timtin-net-b; do ip netns del "$space" 2>/dev/null || true; done
    rm -rf "$names"
    ((status == 0)) || tail -n 20 "$folder"/*.log
    rm -rf "$folder"
    exit "$status"
}
trap clean_up EXIT

inside() {
    local space=$1
    shift
    exec ip netns exec "$space" "$@"
}

milliseconds() { date +%s%3N; }

# Waits until a command succeeds, at most so many seconds; prints for how many milliseconds.
await() {
    local seconds=$1 start
    shift
    start=$(milliseconds)
    until "$@" >/dev/null 2>&1; do
        (($(milliseconds) - start < seconds * 1000)) || return 1
        sleep 0.02
    done
    echo "$(($(milliseconds) - start))"
}

# The members' side of broker a's network is 10.213.1.1, the broker's 10.213.1.2; of b's 10.213.2.1 and 10.213.2.2.
connect() {
    local letter=$1 number=$2
    ip netns add "timtin-net-$letter"
    ip link add "ttn-$letter" netns "timtin-net-$letter" type veth peer name "ttn-$letter" netns "$members"
    ip -n "timtin-net-$letter" addr add "10.213.$number.2/24" dev "ttn-$letter"
    ip -n "$members" addr add "10.213.$number.1/24" dev "ttn-$letter"
    ip -n "timtin-net-$letter" link set lo up
    ip -n "timtin-net-$letter" link set "ttn-$letter" up
    ip -n "$members" link set "ttn-$letter" up
}

# Both sides send to a card that does not exist: nothing arrives and nothing says so.
cut() {
    ip -n "timtin-net-$1" neigh replace "10.213.$2.1" lladdr 02:00:00:00:00:01 dev "ttn-$1" nud permanent
    ip -n "$members" neigh replace "10.213.$2.2" lladdr 02:00:00:00:00:02 dev "ttn-$1" nud permanent
}

heal() {
    ip -n "timtin-net-$1" neigh del "10.213.$2.1" dev "ttn-$1"
    ip -n "$members" neigh del "10.213.$2.2" dev "ttn-$1"
}

# Written in place, since the running processes see this very file.
name_broker_a() { printf '127.0.0.1 localhost\n%s broker-a\n10.213.2.2 broker-b\n' "$1" >"$names/hosts"; }

start() {
    local name=$1 space=$2
    shift 2
    (inside "$space" "$bin/$1" "${@:2}") >>"$folder/$name.log" 2>&1 &
    processes+=("$!")
}

start_broker() {
    start "broker-$1" "timtin-net-$1" timtin-query broker --name "broker-$1" --shards 1 --allow-plaintext \
        --bind tcp://0.0.0.0:5570 --cluster-bind tcp://0.0.0.0:5571 --events-bind tcp://0.0.0.0:5572
}

is_whole() { (inside "$members" "$bin/timtin" health --timeout 500ms --broker "tcp://broker-$1:5570"); }
has_lost() { (($(grep -c 'lost the broker' "$folder/worker.log") > $1)); }
losses() { grep -c 'lost the broker' "$folder/worker.log" || true; }
has_answers() { (($(cat "$folder/count" 2>/dev/null || echo 0) > $1)); }
answers() { cat "$folder/count"; }

say "two brokers, each behind a network of its own"
mkdir -p "$names"
name_broker_a 10.213.1.2
ip -n "$members" link set lo up
connect a 1
connect b 2
brokers=(--broker tcp://broker-a:5570 --broker tcp://broker-b:5570)
start_broker a
broker_a=${processes[-1]}
start_broker b
start indexer "$members" timtin-indexer serve "${brokers[@]}" --data "$folder/data"
start worker "$members" timtin-query worker "${brokers[@]}" --data "$folder/data"
await 30 is_whole a >/dev/null || die "broker a has not all members"
await 30 is_whole b >/dev/null || die "broker b has not all members"
printf '{"id":"a","title":"Lúa gạo","body":"Chợ phiên."}\n' >"$folder/news.jsonl"
(inside "$members" "$bin/timtin-ingestor" run --quiet --wait "${brokers[@]}" --state "$folder/state" "$folder/news.jsonl")

say "searches all the while"
yes '{"text":"gạo"}' | head -n 400000 >"$folder/queries.jsonl" || true
(
    set +o pipefail
    (inside "$members" "$bin/timtin" search "${brokers[@]}" --timeout 60s --queries "$folder/queries.jsonl" \
        --at-once 4 --format trec --size 1) 2>"$folder/search.log" | "$python" -c '
import os, sys
folder, count = sys.argv[1], 0
for count, line in enumerate(sys.stdin, 1):
    if " a 1 " not in line.replace("\t", " "):
        sys.exit("wrong: " + line)
    if count % 10 == 0:
        with open(folder + "/count.new", "w") as file: file.write(str(count))
        os.replace(folder + "/count.new", folder + "/count")
        if os.path.exists(folder + "/stop"): break
' "$folder"
    exit "${PIPESTATUS[0]}"
) &
searching=$!
processes+=("$searching")
await 120 has_answers 100 >/dev/null || die "no searches are answered"

say "the network of one broker is cut"
before=$(losses)
cut a 1
noticed=$(await 10 has_lost "$before") || die "the worker did not notice that the network was cut"
after=$(await 30 has_answers "$(($(answers) + 100))") || die "no searches are answered by the other broker"
echo "ok: noticed after $noticed ms; the next 100 searches took $after ms"
heal a 1
whole=$(await 30 is_whole a) || die "broker a has not all members after its network was healed"
echo "ok: healed, whole after $whole ms"

say "both networks are cut"
before=$(losses)
cut a 1
cut b 2
await 10 has_lost "$((before + 1))" >/dev/null || die "the worker did not notice that the networks were cut"
heal a 1
heal b 2
after=$(await 30 has_answers "$(($(answers) + 100))") || die "no searches are answered after the networks were healed"
for broker in a b; do
    await 30 is_whole "$broker" >/dev/null || die "broker $broker has not all members after its network was healed"
done
echo "ok: healed, the next 100 searches took $after ms"

say "a broker comes back at another address"
kill -KILL "$broker_a"
wait "$broker_a" 2>/dev/null || true
ip -n timtin-net-a addr del 10.213.1.2/24 dev ttn-a
ip -n timtin-net-a addr add 10.213.1.3/24 dev ttn-a
name_broker_a 10.213.1.3
start_broker a
whole=$(await 30 is_whole a) || die "broker a has not all members at its new address"
echo "ok: whole after $whole ms"

touch "$folder/stop"
wait "$searching" || die "a search failed: $(cat "$folder/search.log")"
say "$(answers) searches, all answered rightly"
