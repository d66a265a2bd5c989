#!/usr/bin/env python3
"""Asks clusters of one and of several shards the same queries and compares the answers to the last bit of each score.

usage: shards.py BIN_DIR CORPUS.jsonl[.zst] QUERIES.jsonl [--shards N] [--size N]

Both clusters are given the same documents, replacements and deletions, first with indexers that leave segments as they
are, then with indexers that merge as much as they can. Each time the shards are held by one worker that has all of them,
by workers that have one each, and by such workers with copies of their own that they fetched. Prints Markdown for Benchmarks/RESULTS.md; ends with 1 where any answer differs. Needs
Python 3.9 and nothing else.
"""
import argparse, atexit, json, os, signal, struct, subprocess, sys, tempfile, time

# Nothing is published before it is asked for or large enough, so that there are many segments, of like size.
MANY_SEGMENTS = ["--publish-delay", "60s", "--loaded-publish-delay", "60s", "--segment-documents-max", "600",
                 "--merge-factor", "64"]
FEW_SEGMENTS = ["--merge-factor", "2"]


def read_lines(path):
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout.decode().splitlines()
    return open(path, encoding="utf8").read().splitlines()


def until(what, condition, seconds=120):
    """Asks again and again: only this way does one who is no member learn how a cluster stands."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    sys.exit(f"not within {seconds} s: {what}")


class Cluster:
    """Broker, an indexer for each shard, and workers, each a process of its own on one data folder."""

    def __init__(self, binaries, shards):
        self.binaries, self.shards = binaries, shards
        self.folder = tempfile.TemporaryDirectory(prefix="timtin-")
        self.indexers, self.workers = [], []
        any_port = "tcp://127.0.0.1:0"
        self.broker = subprocess.Popen(
            [f"{binaries}/timtin-query", "broker", "--bind", any_port, "--cluster-bind", any_port, "--events-bind",
             any_port, "--shards", str(shards)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        atexit.register(self.broker.kill)
        line = self.broker.stdout.readline()
        if "clients " not in line:
            sys.exit("the broker did not start")
        self.endpoint = line.split("clients ")[1].strip()

    def start(self, name, *arguments):
        process = subprocess.Popen([f"{self.binaries}/{name}", *arguments, "--broker", self.endpoint],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        atexit.register(process.kill)
        return process

    def start_indexers(self, settings):
        self.stop_all(self.indexers)
        self.indexers = [self.start("timtin-indexer", "serve", "--data", self.folder.name, "--name", f"indexer-{shard}",
                                    "--shard", str(shard), *settings)
                         for shard in range(self.shards)]
        ids = {indexer.pid for indexer in self.indexers}
        # Those that were stopped are known to the broker for a while.
        until("every shard has its indexer", lambda: self.members("indexer") == ids and not self.waits_for("an indexer"))

    def start_workers(self, holdings, fetching=False):
        """Starts a worker for each list of shards, None for all of them."""
        self.stop_all(self.workers)
        self.workers = [
            self.start("timtin-query", "worker", "--name", f"worker-{number}",
                       *(["--fetch", f"{self.folder.name}/copy-{number}"] if fetching else ["--data", self.folder.name]),
                       *(part for shard in held or [] for part in ("--shard", str(shard))))
            for number, held in enumerate(holdings)]
        ids = {worker.pid for worker in self.workers}
        until("the workers have their shards open",
              lambda: self.members("worker") == ids and self.is_open(holdings) and not self.status()["waitingFor"])

    def stop_all(self, processes):
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            if process.wait(timeout=60) != 0:
                sys.exit(f"a process ended with {process.returncode}")

    def stop(self):
        self.stop_all(self.workers + self.indexers)
        self.stop_all([self.broker])
        self.folder.cleanup()

    def run(self, command, *arguments):
        return subprocess.run([f"{self.binaries}/timtin", command, "--broker", self.endpoint, *arguments], check=True,
                              stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL).stdout

    def status(self):
        return json.loads(self.run("status", "--format", "json"))

    def members(self, role):
        return {member["member"]["processID"] for member in self.status()["members"] if member["member"]["role"] == role}

    def waits_for(self, what):
        return any(what in waiting["what"] for waiting in self.status()["waitingFor"])

    def is_open(self, holdings):
        """Whether each worker has the newest generation of each shard that it is to hold."""
        status = self.status()
        newest = {state["shard"]: state["generation"] for state in status["cluster"]["shards"] if "generation" in state}
        opened = {member["member"]["name"]: {state["shard"]: state["generation"] for state in member["state"].get("open", [])}
                  for member in status["members"] if member["member"]["role"] == "worker"}
        return all(opened.get(f"worker-{number}", {}).get(shard) == newest.get(shard)
                   for number, held in enumerate(holdings) for shard in held or newest)

    def segments(self):
        return sum(state["segments"] for state in self.status()["cluster"]["shards"])

    def settle(self):
        """Waits until all is published and segments are merged no further."""
        last = [None, 0.0]

        def is_settled():
            shards = self.status()["cluster"]["shards"]
            generations = [state.get("generation") for state in shards]
            if generations != last[0]:
                last[:] = [generations, time.monotonic()]
            return time.monotonic() - last[1] > 3 and all(state["through"] == state["acknowledged"] for state in shards)

        until("merges have ended", is_settled, 300)

    def ingest(self, path):
        subprocess.run([f"{self.binaries}/timtin", "ingest", "--broker", self.endpoint, "--wait", "--state",
                        f"{self.folder.name}/ingest", path], check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers(self, queries, size):
        output = self.run("search", "--queries", queries, "--format", "json", "--size", str(size))
        return [json.loads(line)["result"] for line in output.splitlines()]


def changes(lines):
    """Replacements of some documents, and the ids of some to delete."""
    documents = [json.loads(line) for line in lines]
    replaced = [{**document, "title": document["title"] + " (sửa đổi)", "body": document["body"][:400]}
                for document in documents[::17]]
    return replaced, [document["id"] for document in documents[5::23]]


def bits(score):
    return struct.pack(">d", score)


def differences(queries, expected, found, shards):
    """What differs in the answers to each query, in words."""
    texts = [json.loads(line)["query"] for line in read_lines(queries)]
    result = []
    for text, left, right in zip(texts, expected, found, strict=True):
        if right["shards"]["answered"] != shards or right["shards"]["asked"] != shards:
            result.append(f"{text}: {right['shards']['answered']} of {shards} shards answered")
        elif [hit["id"] for hit in left["hits"]] != [hit["id"] for hit in right["hits"]]:
            result.append(f"{text}: other documents, or in another order")
        elif [bits(hit["score"]) for hit in left["hits"]] != [bits(hit["score"]) for hit in right["hits"]]:
            result.append(f"{text}: other scores")
        elif left["hits"] != right["hits"]:
            result.append(f"{text}: other snippets or fields")
        elif left["total"] != right["total"] and "atLeast" not in (left["total"]["relation"], right["total"]["relation"]):
            result.append(f"{text}: {right['total']['value']} in all, not {left['total']['value']}")
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries")
    parser.add_argument("corpus")
    parser.add_argument("queries")
    parser.add_argument("--shards", type=int, default=2)
    parser.add_argument("--size", type=int, default=20)
    arguments = parser.parse_args()
    lines = read_lines(arguments.corpus)
    replaced, deleted = changes(lines)
    each = [[shard] for shard in range(arguments.shards)]
    several = arguments.shards
    arrangements = [("1 shard, one worker", 1, [None], False),
                    (f"{several} shards, one worker with all", several, [None], False),
                    (f"{several} shards, a worker with each", several, each, False),
                    (f"{several} shards, a worker that fetches each", several, each, True)]
    clusters = {shards: Cluster(arguments.binaries, shards) for shards in (1, several)}
    rows, expected, failures, found_count = [], None, [], 0
    with tempfile.TemporaryDirectory(prefix="timtin-") as folder:
        changed = os.path.join(folder, "changed.jsonl")
        with open(changed, "w", encoding="utf8") as file:
            file.writelines(json.dumps(document, ensure_ascii=False) + "\n" for document in replaced)
        extra = os.path.join(folder, "extra.jsonl")
        with open(extra, "w", encoding="utf8") as file:
            file.writelines(json.dumps({"id": f"extra-{number}", "title": "Thêm"}) + "\n" for number in range(64))
        for phase in ("before merges", "after merges"):
            for shards, cluster in clusters.items():
                cluster.start_indexers(MANY_SEGMENTS if phase == "before merges" else FEW_SEGMENTS)
                cluster.start_workers([None])
                if phase == "before merges":
                    cluster.ingest(arguments.corpus)
                    cluster.ingest(changed)
                    cluster.run("delete", *deleted)
                # Indexers merge after a publication; this one leaves the documents as they were.
                cluster.ingest(extra)
                cluster.run("delete", *[f"extra-{number}" for number in range(64)])
                if phase == "before merges":
                    # An indexer that stops publishes what it was given.
                    cluster.start_indexers(MANY_SEGMENTS)
                cluster.settle()
            for name, shards, holdings, fetching in arrangements:
                cluster = clusters[shards]
                cluster.start_workers(holdings, fetching)
                answers = cluster.answers(arguments.queries, arguments.size)
                expected = expected or answers
                found_count += sum(len(answer["hits"]) for answer in answers)
                found = differences(arguments.queries, expected, answers, shards)
                failures += [f"{name}, {phase}: {line}" for line in found]
                rows.append((name, phase, cluster.segments(), len(answers) - len(found), len(answers)))
                print(f"{name}, {phase}: {len(answers) - len(found)} of {len(answers)} equal", file=sys.stderr)
    for cluster in clusters.values():
        cluster.stop()
    print(f"{len(lines):,} documents, {len(replaced):,} replaced, {len(deleted):,} deleted; the best "
          f"{arguments.size} of each query compared with the first row's: ids, order, scores to the bit, totals, snippets "
          f"({found_count:,} hits):\n")
    print("| cluster | | segments | same answers |\n| --- | --- | --- | --- |")
    for name, phase, segments, same, count in rows:
        print(f"| {name} | {phase} | {segments} | {same:,} of {count:,} |")
    for line in failures[:50]:
        print(f"- {line}")
    if failures or found_count == 0:
        sys.exit(1)


if __name__ == "__main__":
    main()
