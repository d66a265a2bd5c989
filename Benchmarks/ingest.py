#!/usr/bin/env python3
"""Ingests a corpus through a cluster with one indexer (one shard) and with two (two shards), in turns.

usage: ingest.py BIN_DIR CORPUS.jsonl[.zst] [--rounds N] [--copies N] [--indexers N...]

Prints Markdown for Benchmarks/RESULTS.md: documents a second until searchable, the way of a batch in microseconds a
document, CPU of each process, and milliseconds from acknowledged to searchable under the full ingest: as the indexers
count it (to the published generation) and as a client sees it (to the first search that finds it, with pyzmq).
"""
import argparse, json, os, random, signal, statistics, subprocess, sys, tempfile, threading, time
from cluster import Cluster, read_lines, usage

try:
    import zmq
except ImportError:
    zmq = None

STAGES = ("read", "prepare", "journal", "acknowledge", "index", "sync", "merge")


def write_copies(lines, copies, path):
    """The corpus so many times, each time with other ids."""
    with open(path, "w", encoding="utf8") as file:
        for number in range(copies):
            for line in lines:
                if number:
                    document = json.loads(line)
                    document["id"] = f"{document['id']}~{number}"
                    line = json.dumps(document, ensure_ascii=False)
                file.write(line + "\n")


class Probes(threading.Thread):
    """Puts a document of its own every 50 ms, and searches until it is found."""

    INTERVAL = 0.05

    def __init__(self, endpoint):
        super().__init__(daemon=True)
        self.endpoint, self.isStopping, self.times, self.unanswered = endpoint, threading.Event(), [], 0
        self.run_id = f"{random.randrange(16**8):08x}"

    def word(self, number):
        return f"dò{self.run_id}{number // 10}"

    def run(self):
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.setsockopt(zmq.LINGER, 0)
        socket.connect(self.endpoint)

        def send(number, method, **params):
            params["_meta"] = {"deadline": 30_000}
            socket.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())

        acknowledged, number, nextPut, search = {}, 0, time.perf_counter(), None
        end = None
        while end is None or (time.perf_counter() < end and (acknowledged or self.unanswered)):
            now = time.perf_counter()
            if self.isStopping.is_set():
                end = end or now + 10
            elif now >= nextPut:
                document = {"id": f"probe-{self.run_id}-{number}", "title": f"Tin {self.word(number)}"}
                send(f"put {number}", "documents.put", batch=document["id"], documents=[{"document": document}])
                number, nextPut, self.unanswered = number + 1, max(nextPut + self.INTERVAL, now), self.unanswered + 1
            if acknowledged and search is None:
                words = sorted({self.word(int(key)) for key in list(acknowledged)[:30]})
                send("search", "search", query=" ".join(words), size=100, snippets=False)
                search = True
            if not socket.poll(5):
                continue
            reply = json.loads(socket.recv())
            now = time.perf_counter()
            if reply["id"] == "search":
                search = None
                for hit in reply.get("result", {}).get("hits", []):
                    key = hit["id"].rsplit("-", 1)[1]
                    if key in acknowledged:
                        self.times.append((now - acknowledged.pop(key)) * 1000)
            else:
                self.unanswered -= 1
                if "result" in reply:
                    acknowledged[reply["id"].split()[1]] = now
        self.lost = len(acknowledged)
        socket.close()

    def finish(self):
        self.isStopping.set()
        self.join()
        return sorted(self.times)


def status(cluster):
    return json.loads(cluster.run("status", "--format", "json").stdout)


def ingest(binaries, path, count, indexers):
    cluster = Cluster(binaries, workers=1, arguments=["--shards", str(indexers), "--scale", f"indexer={indexers}"])
    probes = Probes(cluster.endpoint) if zmq else None
    if probes:
        probes.start()
    start = time.perf_counter()
    ingestor = cluster.run_measured("ingest", "--wait", path)
    searchable = count / (time.perf_counter() - start)
    found = status(cluster)
    counters = [member["state"].get("counters", {}) for member in found["members"] if member["member"]["role"] == "indexer"]
    times = probes.finish() if probes else []
    if probes and probes.lost:
        sys.exit(f"{probes.lost} acknowledged documents were not found within 10 seconds")
    processes = [(info["name"], info["role"], *usage(info["processID"]))
                 for info in [found["broker"]] + [member["member"] for member in found["members"]]]
    cluster.stop()
    documents = sum(one["documents"] for one in counters)
    stages = {stage: sum(one[f"{stage}Microseconds"] for one in counters) / documents for stage in STAGES}
    published = [max(one.get(f"acknowledgedToPublished{name}Milliseconds", 0) for one in counters) for name in ("P50", "P99")]
    transactions = sum(one["transactions"] for one in counters)
    return {"searchable": searchable, "stages": stages, "published": published, "times": times,
            "processes": processes, "ingestor": ingestor, "group": documents / transactions, "count": documents}


def take_over(binaries, path, rounds):
    """Milliseconds from the kill of an owner to the next acknowledgement by the one that stood by, with the corpus in the
    shard; None without pyzmq."""
    if zmq is None:
        return None
    cluster = Cluster(binaries, workers=1, arguments=["--scale", "indexer=2"])
    cluster.run("ingest", "--wait", path)
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.connect(cluster.endpoint)
    times = []
    for number in range(rounds):
        while True:
            members = [one for one in status(cluster)["members"] if one["member"]["role"] == "indexer"]
            owners = [one for one in members if one["state"]["owned"]]
            if len(members) == 2 and len(owners) == 1:
                break
            time.sleep(0.05)
        os.kill(owners[0]["member"]["processID"], signal.SIGKILL)
        start = time.perf_counter()
        documents = [{"document": {"id": f"after-{number}", "title": "Tin"}}]
        params = {"batch": f"after-{number}", "documents": documents, "_meta": {"deadline": 30_000}}
        socket.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "documents.put", "params": params}).encode())
        reply = json.loads(socket.recv())
        if "error" in reply:
            sys.exit(f"after the kill of an owner: {reply['error']}")
        times.append((time.perf_counter() - start) * 1000)
    socket.close(0)
    cluster.stop()
    return sorted(times)


def parse_cost(binaries, path, count):
    """CPU microseconds a document of reading alone, without sending."""
    process = subprocess.Popen([f"{binaries}/timtin-ingestor", "parse", path], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, code, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode != 0:
        sys.exit(f"timtin-ingestor parse ended with {process.returncode}")
    return (used.ru_utime + used.ru_stime) * 1e6 / count


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))]


def report(results, parse, count, rounds):
    median = lambda values: statistics.median(list(values))
    print(f"{count:,} documents, {rounds} rounds in turns, medians; one worker, broker and ingestor on the same machine:\n")
    print("| indexers, shards | documents/s until searchable | documents a transaction |")
    print("| --- | --- | --- |")
    for indexers, runs in results.items():
        print(f"| {indexers} | {median(r['searchable'] for r in runs):,.0f} | {median(r['group'] for r in runs):,.0f} |")
    print("\nA batch's way, in microseconds of a thread at work, a document. `parse` is `timtin-ingestor parse`, which also "
          "writes JSON; `parse and send` is all CPU of the ingestor.\n")
    names = ["parse", "parse and send", *STAGES]
    print("| indexers | " + " | ".join(names) + " |\n| --- |" + " --- |" * len(names))
    for indexers, runs in results.items():
        sending = median(run["ingestor"][2] for run in runs) * 1e6 / count
        cells = [parse, sending] + [median(run["stages"][stage] for run in runs) for stage in STAGES]
        print(f"| {indexers} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |")
    print("\n| indexers | process | peak MiB | CPU s |\n| --- | --- | --- | --- |")
    for indexers, runs in results.items():
        for name, _, peak, _, cpu in runs[-1]["processes"]:
            print(f"| {indexers} | {name} | {peak:.0f} | {cpu:.1f} |")
        peak, _, cpu = runs[-1]["ingestor"]
        print(f"| {indexers} | ingestor | {peak:.0f} | {cpu:.1f} |")
    print("\nAcknowledged to searchable under this ingest, in milliseconds:\n")
    print("| indexers | published, p50 | p99 | found by a search, p50 | p99 | worst | documents searched for |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for indexers, runs in results.items():
        times = sorted(value for run in runs for value in run["times"])
        found = ([f"{percentile(times, 0.5):.0f}", f"{percentile(times, 0.99):.0f}", f"{times[-1]:.0f}", str(len(times))]
                 if times else ["-"] * 3 + ["0 (no pyzmq)"])
        print(f"| {indexers} | {median(r['published'][0] for r in runs):.0f} | {max(r['published'][1] for r in runs):.0f} | "
              + " | ".join(found) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries")
    parser.add_argument("corpus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--indexers", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    lines = read_lines(arguments.corpus)
    count = len(lines) * arguments.copies
    results = {indexers: [] for indexers in arguments.indexers}
    with tempfile.TemporaryDirectory(prefix="timtin-") as folder:
        path = f"{folder}/corpus.jsonl"
        write_copies(lines, arguments.copies, path)
        parse = parse_cost(arguments.binaries, path, count)
        for number in range(arguments.rounds):
            for indexers in arguments.indexers:
                results[indexers].append(ingest(arguments.binaries, path, count, indexers))
                rate = results[indexers][-1]["searchable"]
                print(f"round {number + 1}, {indexers} indexers: {rate:,.0f} documents/s", file=sys.stderr)
        taken = take_over(arguments.binaries, path, 5)
    report(results, parse, count, arguments.rounds)
    if taken:
        print(f"\nOwner of a shard with {count:,} documents killed, another standing by, {len(taken)} times: next acknowledgement "
              f"after {statistics.median(taken):.0f} ms in the median, {taken[-1]:.0f} ms at worst.")


if __name__ == "__main__":
    main()
