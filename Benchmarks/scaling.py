#!/usr/bin/env python3
"""Measures how queries a second grow with workers, each of which has the same slice of a processor.

usage: scaling.py BIN_DIR TOOLS_DIR --corpus FILE --queries FILE [--workers 1,2,4] [--slice PERCENT] [--count N] [--rounds N]

So workers are compared, and not the machine's processors. The clusters stand side by side and take turns; each answers
the same N queries, a seeded choice, from a client that keeps eight under way a worker. Prints Markdown for
Benchmarks/RESULTS.md.
"""
import argparse, random, statistics, sys, time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from processes import Bench, build_index, cpu_seconds, searches
from slices import CannotSlice, Slices

UNDER_WAY = 8


class Cluster:
    """A broker and workers in slices."""

    def __init__(self, bench, slices, free, data, count, percent):
        self.count = count
        self.broker, self.endpoint = bench.broker(f"broker-{count}")
        slices.add(free, self.broker.pid)
        self.groups = [slices.make(f"{count}-{number}", percent) for number in range(count)]
        self.workers = [bench.worker(self.endpoint, data, "--threads", "2") for _ in range(count)]
        for group, worker in zip(self.groups, self.workers):
            slices.add(group, worker.pid)

    def cpu(self):
        return cpu_seconds(self.broker.pid), sum(cpu_seconds(worker.pid) for worker in self.workers)

    def throttled(self):
        return [sum(values) for values in zip(*(Slices.throttled(group) for group in self.groups))]


def run(bench, slices, free, cluster, requests):
    """Every query once."""
    before, held, start = cluster.cpu(), cluster.throttled(), time.monotonic()
    load = bench.begin_load(cluster.endpoint, requests, UNDER_WAY * cluster.count, "once")
    slices.add(free, load.pid)
    result = bench.finish(load)
    elapsed = time.monotonic() - start
    if result["errors"]:
        raise SystemExit(f"{result['errors']} queries were answered by errors")
    broker, workers = (after - earlier for after, earlier in zip(cluster.cpu(), before))
    throttled, periods = (after - earlier for after, earlier in zip(cluster.throttled(), held))
    return {**result, "clientCPU": result["cpu"] / elapsed * 100, "brokerCPU": broker / elapsed * 100,
            "brokerEach": broker / result["answers"] * 1e6, "workerCPU": workers / elapsed / cluster.count * 100,
            "held": throttled / max(1, periods) * 100}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries")
    parser.add_argument("tools")
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--slice", type=int, default=15, help="percent of a processor that each worker has, from 5")
    parser.add_argument("--count", type=int, default=1400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    counts = [int(count) for count in options.workers.split(",")]
    try:
        slices = Slices()
    except CannotSlice as reason:
        print(f"skipped: {reason}")
        return
    with slices, Bench(options.binaries, options.tools) as bench:
        data = f"{bench.folder}/data"
        build_index(options.binaries, options.corpus, data)
        chosen = searches(options.queries)
        random.Random(1).shuffle(chosen)
        requests = bench.requests("searches", chosen[:options.count])
        free = slices.make("free")
        clusters = [Cluster(bench, slices, free, data, count, options.slice) for count in counts]
        for cluster in clusters:
            bench.wait_until_answered(cluster.endpoint, requests)
            run(bench, slices, free, cluster, requests)
        runs = {count: [] for count in counts}
        for round in range(options.rounds):
            for cluster in clusters if round % 2 == 0 else reversed(clusters):
                runs[cluster.count].append(run(bench, slices, free, cluster, requests))
    median = lambda count, key: statistics.median(value[key] for value in runs[count])
    print(f"\n{min(options.count, len(chosen)):,} queries, {options.slice} % of a processor a worker, {UNDER_WAY} under way "
          f"a worker, medians of {options.rounds} rounds:\n")
    print("| workers | queries/s | times one | p50 ms | p99 ms | CPU: client | broker | each worker | broker µs a query "
          "| periods held back |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for count in counts:
        ratio = statistics.median(
            own["perSecond"] / first["perSecond"] for own, first in zip(runs[count], runs[counts[0]]))
        print(f"| {count} | {median(count, 'perSecond'):,.1f} | {ratio:.2f} | {median(count, 'p50') / 1e3:.1f} "
              f"| {median(count, 'p99') / 1e3:.1f} | {median(count, 'clientCPU'):.1f} % | {median(count, 'brokerCPU'):.1f} % "
              f"| {median(count, 'workerCPU'):.1f} % | {median(count, 'brokerEach'):.0f} | {median(count, 'held'):.0f} % |")


main()
