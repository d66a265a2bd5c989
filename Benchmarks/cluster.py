#!/usr/bin/env python3
"""Ingests a corpus through a running cluster beside building it offline, and checks the answers.

usage: cluster.py BIN_DIR CORPUS.jsonl[.zst] [--relevance DIR] [--rounds N]

Prints Markdown for Benchmarks/RESULTS.md: documents a second of both ways (interleaved, in one run), memory and CPU of
each process, how 100 seeded queries compare with a naive scan of the same file, and the scores of the judged sets in
DIR (each a folder with corpus.jsonl, queries.jsonl, qrels.tsv, scored by DIR/score.py). Needs Python 3.9 and nothing else.
"""
import argparse, json, os, random, re, signal, statistics, subprocess, sys, tempfile, time, unicodedata

WORD = re.compile(r"[^\W_]+")


def read_lines(path):
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout.decode().splitlines()
    return open(path, encoding="utf8").read().splitlines()


class Cluster:
    """`timtin up` on a folder of its own, stopped as Ctrl-C stops it."""

    def __init__(self, binaries, workers=2, arguments=()):
        self.binaries = binaries
        self.folder = tempfile.TemporaryDirectory(prefix="timtin-")
        command = [f"{binaries}/timtin", "up", "--data", self.folder.name, "--broker", "tcp://127.0.0.1:0",
                   "--workers", str(workers), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                        stdin=subprocess.DEVNULL)
        self.endpoint = None
        for line in self.process.stdout:
            found = re.search(r"ready: (\S+)", line)
            if found:
                self.endpoint = found.group(1)
                break
        if self.endpoint is None:
            sys.exit("the cluster did not start")

    def run(self, command, *arguments):
        return subprocess.run([f"{self.binaries}/timtin", command, "--broker", self.endpoint, *arguments], check=True,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def run_measured(self, command, *arguments):
        """Runs a command; its peak and last resident memory in MiB, CPU seconds."""
        process = subprocess.Popen([f"{self.binaries}/timtin", command, "--broker", self.endpoint, *arguments],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Its high-water mark has to be read while it runs: what `wait4` tells counts this script's own memory too.
        peak, resident = 0, 0
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            try:
                peak, resident, _ = usage(process.pid)
            except (KeyError, OSError):
                pass
            time.sleep(0.02)
        _, status, used = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"timtin {command} ended with {os.waitstatus_to_exitcode(status)}")
        process.returncode = 0
        return peak, resident, used.ru_utime + used.ru_stime

    def processes(self):
        """Name, peak and resident memory in MiB, CPU seconds of every member."""
        status = json.loads(self.run("status", "--format", "json").stdout)
        infos = [status["broker"]] + [member["member"] for member in status["members"]]
        return [(info["name"], *usage(info["processID"])) for info in infos]

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        if self.process.wait(timeout=60) != 0:
            sys.exit(f"timtin up ended with {self.process.returncode}")
        self.folder.cleanup()


def usage(process):
    fields = dict(line.split(":", 1) for line in open(f"/proc/{process}/status"))
    stat = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    ticks = os.sysconf("SC_CLK_TCK")
    mebibytes = lambda key: int(fields[key].split()[0]) / 1024
    return mebibytes("VmHWM"), mebibytes("VmRSS"), (int(stat[11]) + int(stat[12])) / ticks


def folder_bytes(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def build_offline(binaries, corpus, count):
    with tempfile.TemporaryDirectory(prefix="timtin-") as folder:
        start = time.perf_counter()
        subprocess.run([f"{binaries}/timtin-indexer", "build", "--input", corpus, "--output", f"{folder}/index"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return count / (time.perf_counter() - start), folder_bytes(folder)


def ingest(binaries, corpus, count, check):
    cluster = Cluster(binaries)
    start = time.perf_counter()
    ingestor = cluster.run_measured("ingest", "--wait", corpus)
    rate = count / (time.perf_counter() - start)
    usages = cluster.processes() + [("ingestor", *ingestor)]
    size = folder_bytes(cluster.folder.name)
    compared = compare(cluster, check) if check else None
    cluster.stop()
    return rate, usages, size, compared


def normal(text):
    # An eth or African d stands for the đ that it looks like.
    return WORD.findall(unicodedata.normalize("NFC", text).lower().replace("ð", "đ").replace("ɖ", "đ"))


def bare(word):
    marks = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))


class Naive:
    """Looks at every word of every document."""

    def __init__(self, lines):
        self.fields = {}
        for line in lines:
            document = json.loads(line)
            texts = [part for name in ("title", "lead", "body", "captions") for part in document[name].split("\n")]
            self.fields[document["id"]] = [normal(text) for text in texts]
        self.words = {key: {word for field in fields for word in field} for key, fields in self.fields.items()}

    def queries(self, count, seed):
        """Seeded pairs of neighbouring words, as union, conjunction and phrase, where a word has one reading only."""
        choice, keys, made = random.Random(seed), list(self.fields), []
        while len(made) < count:
            field = choice.choice(self.fields[choice.choice(keys)])
            if len(field) < 2:
                continue
            start = choice.randrange(len(field) - 1)
            pair = field[start:start + 2]
            if pair[0] == pair[1] or any(bare(w) == w or re.search("oa|oe|uy", bare(w)) for w in pair):
                continue
            made.append((("union", "conjunction", "phrase")[len(made) % 3], pair))
        return made

    def matches(self, kind, pair):
        variants = [{word, bare(word)} for word in pair]
        hits = set()
        for key, words in self.words.items():
            present = [bool(variant & words) for variant in variants]
            if kind == "union":
                found = any(present)
            elif kind == "conjunction":
                found = all(present)
            else:
                found = all(present) and any(
                    a in variants[0] and b in variants[1] for field in self.fields[key] for a, b in zip(field, field[1:]))
            if found:
                hits.add(key)
        return hits


def query_text(kind, pair):
    return {"union": " ".join(pair), "conjunction": " ".join("+" + word for word in pair),
            "phrase": '"' + " ".join(pair) + '"'}[kind]


def compare(cluster, naive):
    made = naive.queries(100, seed=20260905)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for kind, pair in made:
            file.write(json.dumps({"query": query_text(kind, pair)}, ensure_ascii=False) + "\n")
        file.flush()
        output = cluster.run("search", "--queries", file.name, "--format", "json", "--size", "10000").stdout
    different = []
    for (kind, pair), line in zip(made, output.splitlines(), strict=True):
        result = json.loads(line)
        result = result.get("result", result)
        wanted, found = naive.matches(kind, pair), {hit["id"] for hit in result["hits"]}
        total = result["total"]
        right = (found == wanted) if len(wanted) <= 10000 else (len(found) == 10000 and found <= wanted)
        right = right and (total["value"] == len(wanted) or total["relation"] == "atLeast" and total["value"] <= len(wanted))
        if not right:
            different.append(f"{query_text(kind, pair)}: {len(found)} found, {len(wanted)} wanted")
    return len(made), different


def time_to_searchable(binaries, count=100):
    """Milliseconds from a document's acknowledgement to the first search that finds it; None without pyzmq."""
    try:
        import zmq
    except ImportError:
        return None
    cluster = Cluster(binaries)
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.connect(cluster.endpoint)

    def call(method, params):
        socket.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode())
        return json.loads(socket.recv())["result"]

    times = []
    for number in range(count):
        word = f"riêng{number}"
        call("documents.put", {"documents": [{"document": {"id": word, "title": f"Tin {word}"}}]})
        start = time.perf_counter()
        while not call("search", {"query": word, "snippets": False})["hits"]:
            pass
        times.append((time.perf_counter() - start) * 1000)
    socket.close(0)
    cluster.stop()
    return sorted(times)


def relevance(binaries, folder):
    rows = []
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if not os.path.exists(f"{path}/queries.jsonl"):
            continue
        cluster = Cluster(binaries)
        cluster.run("ingest", "--wait", f"{path}/corpus.jsonl")
        with tempfile.NamedTemporaryFile("w", suffix=".trec") as file:
            arguments = ["--queries", f"{path}/queries.jsonl", "--format", "trec", "--size", "100"]
            file.write(cluster.run("search", *arguments).stdout)
            file.flush()
            score = subprocess.run([sys.executable, f"{folder}/score.py", f"{path}/qrels.tsv", file.name], check=True,
                                   capture_output=True, text=True).stdout
        cluster.stop()
        rows.append((name, score))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries")
    parser.add_argument("corpus")
    parser.add_argument("--relevance")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    lines = read_lines(arguments.corpus)
    naive, count = Naive(lines), len(lines)
    offline, online, usages, compared = [], [], None, None
    for number in range(arguments.rounds):
        rate, index_bytes = build_offline(arguments.binaries, arguments.corpus, count)
        offline.append(rate)
        last = number + 1 == arguments.rounds
        rate, usages, cluster_bytes, compared = ingest(arguments.binaries, arguments.corpus, count, naive if last else None)
        online.append(rate)
        print(f"round {number + 1}: offline {offline[-1]:,.0f}, through the cluster {online[-1]:,.0f} documents/s",
              file=sys.stderr)
    report(arguments, count, offline, online, index_bytes, cluster_bytes, usages, compared)
    if compared[1]:
        sys.exit(1)


def report(arguments, count, offline, online, index_bytes, cluster_bytes, usages, compared):
    ratio = statistics.median(b / a for a, b in zip(offline, online))
    print(f"{count:,} documents, {arguments.rounds} rounds interleaved, medians:\n")
    print("| way | documents/s | bytes on disk |\n| --- | --- | --- |")
    print(f"| built offline (`timtin-indexer build`) | {statistics.median(offline):,.0f} | {index_bytes:,} |")
    print(f"| through the cluster, until searchable on every worker | {statistics.median(online):,.0f} | {cluster_bytes:,} (journal included) |")
    print(f"| ratio, pair by pair | {ratio:.2f} | |\n")
    print("| process | peak MiB | resident MiB | CPU s |\n| --- | --- | --- | --- |")
    for name, peak, resident, cpu in usages:
        print(f"| {name} | {peak:.0f} | {resident:.0f} | {cpu:.1f} |")
    total, different = compared
    print(f"\n{total - len(different)} of {total} seeded queries give the documents of a naive scan.")
    for line in different:
        print(f"- {line}")
    times = time_to_searchable(arguments.binaries)
    if times is None:
        print("\nAcknowledged to searchable: not measured, this Python has no pyzmq.")
    else:
        print(f"\nAcknowledged to searchable, one document at a time, {len(times)} times: median "
              f"{statistics.median(times):.0f} ms, 99th percentile {times[int(len(times) * 0.99)]:.0f} ms.")
    if arguments.relevance:
        for name, score in relevance(arguments.binaries, arguments.relevance):
            print(f"\n{name}:\n\n```\n{score.strip()}\n```")


if __name__ == "__main__":
    main()
