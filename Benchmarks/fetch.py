#!/usr/bin/env python3
"""Measures workers that fetch segments: how soon one with an empty disk serves, and whether one keeps up with an ingest.

usage: fetch.py BIN_DIR CORPUS.jsonl[.zst] [--rounds N]

Each round starts a worker with an empty folder on a cluster that holds the corpus, asks until it answers, and starts it
again with what it kept. Then the corpus is ingested into a new cluster, with a worker that opens segments in place and
with one that fetches them, and every answer tells how old it is. Prints Markdown for Benchmarks/RESULTS.md. Needs pyzmq.
"""
import argparse, json, os, re, shutil, signal, statistics, subprocess, tempfile, time

import zmq


class Cluster:
    """A broker and an indexer, and the workers started; all end with it."""

    def __init__(self, binaries):
        self.binaries, self.folder, self.started = binaries, tempfile.mkdtemp(prefix="timtin-"), []
        self.endpoint = f"ipc://{self.folder}/clients"
        self.start("timtin-query", "broker", f"--bind={self.endpoint}", f"--cluster-bind=ipc://{self.folder}/cluster",
                   f"--events-bind=ipc://{self.folder}/events")
        self.start("timtin-indexer", "serve", f"--broker={self.endpoint}", f"--data={self.folder}/data",
                   "--bind=tcp://127.0.0.1:*", "--advertise=auto")
        self.socket = zmq.Context.instance().socket(zmq.REQ)
        self.socket.connect(self.endpoint)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close(linger=0)
        for process in reversed(self.started):
            self.stop(process)
        shutil.rmtree(self.folder)

    def start(self, program, *arguments, log=os.devnull):
        process = subprocess.Popen([f"{self.binaries}/{program}", *arguments], stdout=open(log, "wb"),
                                   stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.started.append(process)
        return process

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        process.wait()
        self.started.remove(process)

    def worker(self, *source, log=os.devnull):
        return self.start("timtin-query", "worker", f"--broker={self.endpoint}", "--threads=2", *source, log=log)

    def call(self, method, **params):
        """The result of a call; None where it is answered by an error."""
        params["_meta"] = {"deadline": 60_000}
        self.socket.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode())
        return json.loads(self.socket.recv()).get("result")

    def until_answered(self):
        """The seconds until a query is answered by the shard."""
        begin = time.monotonic()
        while True:
            result = self.call("search", query="muong khuong")
            if result and result["shards"]["answered"]:
                return time.monotonic() - begin

    def ingest(self, corpus):
        return self.start("timtin-ingestor", "run", f"--broker={self.endpoint}", f"--data={self.folder}/checkpoints", corpus)


def begin_rounds(binaries, corpus, rounds):
    with Cluster(binaries) as cluster:
        ingestor = cluster.ingest(corpus)
        if ingestor.wait() != 0:
            raise SystemExit("the corpus could not be ingested")
        state = cluster.call("index.commit")["shards"][0]
        print(f"{state['documents']:,} documents, {state['byteCount']:,} bytes\n")
        print("| round | first answer, empty disk | fetched, as the worker says | first answer, own copy |")
        print("| --- | --- | --- | --- |")
        first, again = [], []
        for number in range(rounds):
            log, copy = f"{cluster.folder}/log", f"{cluster.folder}/copy-{number}"
            for times in (first, again):
                worker = cluster.worker(f"--fetch={copy}", log=log if times is first else os.devnull)
                times.append(cluster.until_answered())
                cluster.stop(worker)
            said = re.search(r"fetched \S+: (.*?)(?: shard=|$)", open(log).read(), re.M)
            print(f"| {number + 1} | {first[-1]:.2f} s | {said.group(1) if said else '-'} | {again[-1]:.2f} s |")
        print(f"| median | {statistics.median(first):.2f} s | | {statistics.median(again):.2f} s |\n")


def keep_up(binaries, corpus, name):
    """A row of the ages of answers while the corpus is ingested."""
    with Cluster(binaries) as cluster:
        cluster.worker(f"--{name}={cluster.folder}/" + ("data" if name == "data" else "copy"))
        begin, ages, generations = time.monotonic(), [], set()
        ingestor = cluster.ingest(corpus)
        while ingestor.poll() is None:
            result = cluster.call("search", query="muong khuong", size=1, snippets=False)
            if result and result["shards"]["generations"]:
                ages.append(result["freshness"]["ageMilliseconds"])
                generations.add(result["shards"]["generations"][0]["generation"])
            time.sleep(0.02)
        seconds = time.monotonic() - begin
        ages.sort()
        cells = [f"`--{name}`", f"{seconds:.1f}", len(ages), len(generations), round(ages[len(ages) // 2]),
                 round(ages[len(ages) * 99 // 100]), round(ages[-1])]
        print("| " + " | ".join(map(str, cells)) + " |")


parser = argparse.ArgumentParser(usage=__doc__)
parser.add_argument("binaries")
parser.add_argument("corpus")
parser.add_argument("--rounds", type=int, default=5)
arguments = parser.parse_args()
begin_rounds(arguments.binaries, arguments.corpus, arguments.rounds)
print("| worker | ingest, s | answers | generations seen | age of answers, ms: median | p99 | worst |")
print("| --- | --- | --- | --- | --- | --- | --- |")
for number in range(2):
    for name in ("data", "fetch"):
        keep_up(arguments.binaries, arguments.corpus, name)
