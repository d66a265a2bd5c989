#!/usr/bin/env python3
"""Measures what messages cost: an empty call that a worker answers through the broker, beside a bare relay of libzmq.

usage: messaging.py BIN_DIR TOOLS_DIR [--corpus FILE --queries FILE] [--rounds N] [--seconds S]

Both ways have three processes, two hops each way, the same load client, the same bytes and the same transport, and take
turns. Prints Markdown for Benchmarks/RESULTS.md. With a corpus it also measures the broker's share of real searches.
"""
import argparse, contextlib, statistics, sys, time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from processes import Bench, build_index, cpu_seconds, searches, thread_seconds
from slices import CannotSlice, Slices

WINDOW = 128


def median(values, key):
    return statistics.median(value[key] for value in values)


def measured(bench, pids, endpoint, requests, window, seconds):
    """A run of the load client, with the CPU of other processes in microseconds a call, warm-up included on both sides."""
    before = {name: cpu_seconds(pid) for name, pid in pids.items()}
    result = bench.load(endpoint, requests, window, seconds)
    calls = result["answers"] * 1.1 + result["errors"]
    for name, pid in pids.items():
        result[name] = (cpu_seconds(pid) - before[name]) / calls * 1e6
    result["client"] = result["cpu"] / calls * 1e6
    return result


def compare(bench, transport, data, ping, options):
    """Empty calls, ours and bare in turns."""
    broker, ours = bench.broker(f"compare-{transport}", transport=transport)
    worker = bench.worker(ours, data)
    bench.wait_until_answered(ours, ping)
    bind = [f"ipc://{bench.folder}/bare-{part}" if transport == "ipc" else "tcp://127.0.0.1:*"
            for part in ("front", "back")]
    relay, front, back = bench.start(f"{bench.tools}/bare", "relay", *bind, ready=r"(\S+)\n(\S+)\n")
    reply = f"{bench.folder}/reply"
    with open(reply, "w") as file:
        file.write('{"id":"00000000","jsonrpc":"2.0","result":{"name":"worker-%s-00000","role":"worker",'
                   '"version":"0.1.0"}}\n' % ("x" * 8))
    bare_worker = bench.start(f"{bench.tools}/bare", "worker", back, reply)
    bench.wait_until_answered(front, ping)
    ways = {"bare": (front, {"relay": relay.pid, "worker": bare_worker.pid}),
            "ours": (ours, {"relay": broker.pid, "worker": worker.pid})}
    results = {(way, window): [] for way in ways for window in (1, WINDOW)}
    for round in range(options.rounds):
        for window in (1, WINDOW):
            for way in sorted(ways, reverse=round % 2 == 1):
                endpoint, pids = ways[way]
                results[way, window].append(measured(bench, pids, endpoint, ping, window, options.seconds))
    for (way, window), values in sorted(results.items()):
        errors = sum(value["errors"] for value in values)
        if errors:
            raise SystemExit(f"{way} gave {errors} errors")
    print(f"\n{transport}, medians of {options.rounds} rounds:\n")
    print("| | latency p50 µs | p99 µs | relay's CPU µs a call | calls/s, window %d | CPU µs a call: client | relay "
          "| worker |" % WINDOW)
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for way, name in (("bare", "bare libzmq relay"), ("ours", "broker and worker")):
        single, many = results[way, 1], results[way, WINDOW]
        print(f"| {name} | {median(single, 'p50'):.0f} | {median(single, 'p99'):.0f} | {median(single, 'relay'):.0f} "
              f"| {median(many, 'perSecond'):,.0f} | {median(many, 'client'):.1f} | {median(many, 'relay'):.1f} | {median(many, 'worker'):.1f} |")
    ratio = lambda key, window: statistics.median(
        ours[key] / bare[key] for ours, bare in zip(results["ours", window], results["bare", window]))
    print(f"| ratio, pair by pair | {ratio('p50', 1):.2f} | {ratio('p99', 1):.2f} | {ratio('relay', 1):.2f} "
          f"| {ratio('perSecond', WINDOW):.2f} | {ratio('client', WINDOW):.2f} | {ratio('relay', WINDOW):.2f} | {ratio('worker', WINDOW):.2f} |", flush=True)


def fill(bench, data, ping, options):
    """More and more load until the broker's rate grows no more."""
    broker, endpoint = bench.broker("full")
    print("\nOne broker, more and more load (tcp, `worker.ping`):\n")
    print("| workers | clients × window | calls/s | p50 µs | broker's CPU | its loop's thread | µs of broker a call |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    workers = 0
    for count, clients, window in ((1, 1, 1), (1, 1, 16), (1, 1, 128), (2, 2, 128), (2, 2, 512), (3, 3, 512)):
        while workers < count:
            bench.worker(endpoint, data)
            workers += 1
        bench.wait_until_answered(endpoint, ping)
        runs = []
        for _ in range(options.rounds):
            before, start = thread_seconds(broker.pid), time.monotonic()
            loads = [bench.begin_load(endpoint, ping, window, options.seconds) for _ in range(clients)]
            results = [bench.finish(load) for load in loads]
            elapsed = time.monotonic() - start
            used = {key: seconds - before.get(key, 0) for key, seconds in thread_seconds(broker.pid).items()}
            calls = sum(result["answers"] for result in results) * 1.1
            if any(result["errors"] for result in results):
                raise SystemExit("a call was answered by an error")
            runs.append({
                "rate": sum(result["perSecond"] for result in results), "p50": median(results, "p50"),
                "cpu": sum(used.values()) / elapsed * 100, "loop": max(used.values()) / elapsed * 100,
                "each": sum(used.values()) / calls * 1e6})
        print(f"| {count} | {clients} × {window} | {median(runs, 'rate'):,.0f} | {median(runs, 'p50'):,.0f} "
              f"| {median(runs, 'cpu'):.0f} % | {median(runs, 'loop'):.0f} % | {median(runs, 'each'):.1f} |", flush=True)


def full(bench, slices, data, ping, options):
    """The rate at which a broker is full, where it alone is held to a slice of a processor and all else is not."""
    print("\nOne broker held to a slice of a processor, so that it is what is full (tcp, `worker.ping`, two workers, "
          "two clients × 128):\n")
    print("| slice | calls/s | by the whole processor | p50 µs | µs of broker a call |")
    print("| --- | --- | --- | --- | --- |")
    broker, endpoint = bench.broker("slice")
    for _ in range(2):
        bench.worker(endpoint, data)
    bench.wait_until_answered(endpoint, ping)
    for percent in (10, 20, 40):
        group = slices.make(f"broker-{percent}", percent)
        slices.add(group, broker.pid)
        runs = []
        for _ in range(options.rounds):
            before = cpu_seconds(broker.pid)
            loads = [bench.begin_load(endpoint, ping, WINDOW, options.seconds) for _ in range(2)]
            results = [bench.finish(load) for load in loads]
            calls = sum(result["answers"] for result in results) * 1.1
            runs.append({"rate": sum(result["perSecond"] for result in results), "p50": median(results, "p50"),
                         "each": (cpu_seconds(broker.pid) - before) / calls * 1e6})
        rate = median(runs, "rate")
        print(f"| {percent} % | {rate:,.0f} | {rate * 100 / percent:,.0f} | {median(runs, 'p50'):,.0f} "
              f"| {median(runs, 'each'):.1f} |", flush=True)


def search(bench, data, queries, options):
    """The broker's share of real searches."""
    broker, endpoint = bench.broker("search")
    worker = bench.worker(endpoint, data)
    requests = bench.requests("searches", searches(queries))
    bench.wait_until_answered(endpoint, requests)
    pids = {"broker": broker.pid, "worker": worker.pid}
    runs = [measured(bench, pids, endpoint, requests, 4, options.seconds * 2) for _ in range(options.rounds)]
    print("\nReal searches, one worker, four under way:\n")
    print("| searches/s | p50 µs | CPU µs a search: client | broker | worker |")
    print("| --- | --- | --- | --- | --- |")
    print(f"| {median(runs, 'perSecond'):,.0f} | {median(runs, 'p50'):,.0f} | {median(runs, 'client'):.1f} "
          f"| {median(runs, 'broker'):.1f} | {median(runs, 'worker'):.1f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries")
    parser.add_argument("tools")
    parser.add_argument("--corpus")
    parser.add_argument("--queries")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--only", choices=["compare", "fill", "full", "search"])
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        try:
            # Entered first, so that it is left last: groups can be removed when their processes are gone.
            slices = stack.enter_context(Slices())
            slices.take_precedence()
        except CannotSlice as reason:
            slices = None
            print(f"left out: a broker held to a slice of a processor; {reason}")
        bench = stack.enter_context(Bench(options.binaries, options.tools))
        data = f"{bench.folder}/data"
        corpus = options.corpus
        if corpus is None:
            corpus = f"{bench.folder}/one.jsonl"
            with open(corpus, "w") as file:
                file.write('{"id":"1","title":"one","text":"one document"}\n')
        build_index(options.binaries, corpus, data)
        ping = bench.requests("pings", [("worker.ping", {})])
        if options.only in (None, "compare"):
            for transport in ("ipc", "tcp"):
                compare(bench, transport, data, ping, options)
        if options.only in (None, "fill"):
            fill(bench, data, ping, options)
        if options.only in (None, "full") and slices:
            full(bench, slices, data, ping, options)
        if options.only in (None, "search") and options.corpus and options.queries:
            search(bench, data, options.queries, options)


main()
