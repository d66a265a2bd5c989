"""What the drivers of the compared engines share: texts, queries, the clock, and the command line.

A driver defines `build(texts, folder)`, which returns the times until the index is on the disk, and `Searcher(folder)` with
`prepare(clauses)`, `search(query, size)`, `count(query)`, `best(query, size)` and `document_count`, and calls `main`; where
starting takes long whatever the index, the class has `start()` too. Each run is a process of its own, so that engines take turns.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time
import unicodedata

TOKEN = re.compile(r"[^\W_]+")
CLAUSE = re.compile(r'([+-]?)(?:"([^"]*)"|(\S+))')
# No text of the corpus has it: what an engine takes for it is the price of a call.
ABSENT = "qxzwvkjq"


def tokens(text):
    """The terms of a text as all engines get them: runs of letters and digits, composed, in lower case."""
    return TOKEN.findall(unicodedata.normalize("NFC", text).lower())


def plain(corpus, folder):
    """The corpus as a file of JSON lines; a compressed one is unpacked into a folder."""
    corpus = pathlib.Path(corpus)
    if corpus.suffix != ".zst":
        return corpus
    unpacked = pathlib.Path(folder) / corpus.stem
    subprocess.run(["zstd", "-dqf", corpus, "-o", unpacked], check=True)
    return unpacked


def texts_of(corpus):
    """Id and normalised text of each line of a corpus: title, lead, body and captions, in one."""
    with open(corpus, encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            captions = document.get("captions") or ""
            if isinstance(captions, list):
                captions = " ".join(captions)
            parts = [document["title"], document.get("lead") or "", document.get("body") or "", captions]
            yield document["id"], " ".join(tokens(" \n ".join(parts)))


def read_texts(path):
    """The lines of a file of normalised texts, as (id, text)."""
    with open(path, encoding="utf-8") as lines:
        return [tuple(line.rstrip("\n").split("\t", 1)) for line in lines]


def read_queries(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def clauses_of(query):
    """The clauses of a query as (sign, terms), where the sign is "+", "-" or "" and several terms are a phrase."""
    found = []
    for match in CLAUSE.finditer(unicodedata.normalize("NFC", query)):
        terms = tokens(match.group(2) if match.group(2) is not None else match.group(3))
        if terms:
            found.append((match.group(1), terms))
    return found


def memory():
    """Resident and anonymous memory of this process, in kB."""
    with open("/proc/self/smaps_rollup") as lines:
        values = {line.split()[0]: int(line.split()[1]) for line in lines if line.rstrip().endswith("kB")}
    return {"resident": values["Rss:"], "anonymous": values["Anonymous:"]}


class Stopwatch:
    """Time by the clock, and of the processor for all threads of this process, in seconds. On a busy machine the second says
    more: building waits for nothing but its processor."""

    def __init__(self):
        self.start, self.start_of_process = time.perf_counter(), time.process_time()

    def times(self):
        return {"seconds": time.perf_counter() - self.start, "cpu_seconds": time.process_time() - self.start_of_process}


def folder_size(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def measure(run, queries, rounds, warm_up):
    """Microseconds of each query in each measured round; all queries take turns, so that none has the caches for itself."""
    clock = time.perf_counter_ns
    times = [[] for _ in queries]
    for number in range(warm_up + rounds):
        for query, taken in zip(queries, times):
            start = clock()
            run(query)
            end = clock()
            if number >= warm_up:
                taken.append((end - start) / 1000)
    return times


def search(searcher_class, arguments):
    """Measures the queries of a file in an index, writes a line for each and prints what holds for all."""
    getattr(searcher_class, "start", lambda: None)()
    before = memory()
    start = time.perf_counter_ns()
    searcher = searcher_class(arguments.folder)
    opened = (time.perf_counter_ns() - start) / 1000
    after = memory()
    lines = read_queries(arguments.queries)
    queries = [searcher.prepare(clauses_of(line["query"])) for line in lines]
    empty = searcher.prepare([("", [ABSENT])])
    run = searcher.count if arguments.count else lambda query: searcher.search(query, arguments.size)
    times = measure(run, queries + [empty], arguments.rounds, arguments.warm_up)
    with open(arguments.output, "w", encoding="utf-8") as output:
        for line, query, taken in zip(lines, queries, times):
            result = {
                "query": line["query"], "tags": line["tags"], "count": searcher.count(query), "min_us": min(taken),
                "median_us": statistics.median(taken), "top": searcher.best(query, 3)}
            output.write(json.dumps(result, ensure_ascii=False) + "\n")
    print(json.dumps({
        "documents": searcher.document_count, "open_us": opened, "empty_us": min(times[-1]),
        "memory": {"before": before, "open": after}}))


def main(build, searcher_class):
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build")
    building.add_argument("texts")
    building.add_argument("folder")
    searching = commands.add_parser("search")
    searching.add_argument("folder")
    searching.add_argument("queries")
    searching.add_argument("output")
    searching.add_argument("--size", type=int, default=10)
    searching.add_argument("--rounds", type=int, default=20)
    searching.add_argument("--warm-up", type=int, default=5)
    searching.add_argument("--count", action="store_true", help="measure counting alone")
    arguments = parser.parse_args()
    if arguments.command == "search":
        return search(searcher_class, arguments)
    texts = read_texts(arguments.texts)
    times = build(texts, arguments.folder)
    print(json.dumps({"documents": len(texts), **times, "bytes": folder_size(arguments.folder)}))
    sys.stdout.flush()
