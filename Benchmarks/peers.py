#!/usr/bin/env python3
"""Compares Timtin with tantivy, Lucene and PISA on one machine in one run. scripts/bench-peers.sh installs them and calls this.

All get the same normalised text in one field and the same queries, on one core and one thread. Every measurement is a process of
its own; engines take turns, round after round. A query's time is the least of its rounds, a figure is taken over all queries of a
tag, and what is written is the median of the processes.
"""
import argparse
import datetime
import json
import os
import pathlib
import shutil
import statistics
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "engines"))

import accents  # noqa: E402
import driver  # noqa: E402
import pinned  # noqa: E402
import plot  # noqa: E402
import report  # noqa: E402
import table  # noqa: E402
from results import Results, Run  # noqa: E402
from table import DEFAULT, PLAIN, QUANTISED, SINGLE  # noqa: E402

OWN_TAGS = {"folded", "fuzzy", "prefix"}


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.work = pathlib.Path(arguments.peers)
        self.core = pinned.last_core() if arguments.core is None else arguments.core
        self.environment = dict(os.environ, PISA_PACKAGE=str(self.work / "pisa-package"))
        jars = list(self.work.glob("**/anserini-*-fatjar.jar"))
        self.environment["LUCENE_JAR"] = str(jars[0]) if jars else ""
        self.environment["LD_LIBRARY_PATH"] = str(self.work / "pisa/lib")
        self.environment["SPDLOG_LEVEL"] = "error"
        self.results = Results()
        self.builds = {}

    def run(self, command):
        return pinned.run(command, self.core, self.environment)

    def index(self, engine):
        return self.work / ("index-" + engine.lower().replace(", ", "-").replace(" ", "-"))

    def python(self, engine, *arguments):
        venv = "pisa" if engine == "pisa" else "venv"
        return [self.work / venv / "bin/python", HERE / "engines" / f"{engine}_engine.py", *arguments]

    def own(self, program, *arguments):
        return [pathlib.Path(self.arguments.bin) / program, *arguments]

    # Building

    def build_command(self, engine, folder):
        texts = self.work / "texts.tsv"
        single = self.own(
            "timtin-indexer", "build", "--schema", "single-field", "--normalised", texts, "--output", folder,
            "--threads", 1, "--time")
        return {
            "tantivy": self.python("tantivy", "build", texts, folder),
            "Lucene": self.python("lucene", "build", texts, folder),
            "PISA": self.python("pisa", "build", texts, folder),
            SINGLE: single,
            PLAIN: single + ["--no-pairs"],
            DEFAULT: self.own(
                "timtin-indexer", "build", "--input", self.arguments.corpus, "--output", folder, "--threads", 1, "--time"),
        }[engine]

    def build(self):
        for round_number in range(self.arguments.processes):
            for engine in ("tantivy", SINGLE, PLAIN, "Lucene", "PISA", DEFAULT):
                folder = self.index(engine)
                shutil.rmtree(folder, ignore_errors=True)
                facts = self.run(self.build_command(engine, folder))
                self.builds.setdefault(engine, []).append(facts)
                say(f"build {round_number + 1}: {engine}: {facts['documents'] / facts['seconds']:,.0f} documents/s")

    def build_facts(self):
        def rate(facts, time):
            return statistics.median(fact["documents"] / fact[time] for fact in facts)

        return [
            (engine, rate(facts, "seconds"), rate(facts, "cpu_seconds"), facts[0]["bytes"])
            for engine, facts in self.builds.items()]

    # Searching

    def search_command(self, engine, kind, queries, output):
        rounds = 3 if kind == "10000" else self.arguments.rounds
        size = ["--size", kind if kind.isdigit() else 10, "--rounds", rounds]
        if kind == "count":
            size.append("--count")
        folder = self.index(engine)
        if engine == "tantivy":
            return self.python("tantivy", "search", folder, queries, output, *size)
        if engine == "Lucene":
            warm_up = self.arguments.lucene_warm_up if kind != "10000" else 20
            return self.python("lucene", "search", folder, queries, output, *size, "--warm-up", warm_up)
        if engine == "PISA":
            return self.python("pisa", "search", folder, queries, output, *size)
        if engine == QUANTISED:
            return self.python(
                "pisa", "search", self.index("PISA"), queries, output, *size, "--algorithm", "maxscore", "--quantised")
        return self.own(
            "timtin-query", "bench", "--index", folder, "--queries", queries, "--output", output, *size, "--format", "json")

    def search(self, engine, kind, queries):
        output = self.work / f"{self.index(engine).name.replace('index-', 'out-', 1)}-{kind}.jsonl"
        facts = self.run(self.search_command(engine, kind, queries, output))
        lines = driver.read_queries(output)
        if engine == "PISA":
            lines += self.intersections(kind, queries, facts)
        self.results.add(engine, kind, Run(lines, facts))

    def intersections(self, kind, queries, facts):
        """PISA has a way of its own for queries all of whose terms have to match."""
        output = self.work / f"out-pisa-intersection-{kind}.jsonl"
        command = self.search_command("PISA", kind, queries, output)
        self.run(command + ["--algorithm", "ranked_and", "--tags", "intersection"])
        return driver.read_queries(output)

    def search_all(self):
        exact, own, accented = (self.work / name for name in ("exact.jsonl", "own.jsonl", "accented.jsonl"))
        plan = []
        for kind in self.arguments.kinds:
            engines = ["tantivy", "Lucene", SINGLE, DEFAULT]
            engines[2:2] = {"count": [], "10000": []}.get(kind, ["PISA", QUANTISED])
            engines += [PLAIN] if kind == "10" else []
            plan += [(engine, kind, exact) for engine in engines]
        plan += [(DEFAULT, "own", own), (DEFAULT, "accented", accented)]
        for round_number in range(self.arguments.processes):
            say(f"searching, round {round_number + 1} of {self.arguments.processes}")
            for engine, kind, queries in plan:
                self.search(engine, kind, queries)

    # Inputs

    def prepare(self):
        """Writes what all engines read: normalised texts, and the queries by who is asked them."""
        texts = list(driver.texts_of(driver.plain(self.arguments.corpus, self.work)))
        with open(self.work / "texts.tsv", "w", encoding="utf-8") as output:
            output.writelines(f"{identifier}\t{text}\n" for identifier, text in texts)
        queries = driver.read_queries(self.arguments.queries)
        bare = [query["query"] for query in queries if query["tags"][0] == "folded"]
        typed = zip(bare, accents.spellings(bare, (text for _, text in texts)))
        pairs = [(query, spelling) for query, spelling in typed if spelling and spelling != query]
        compared = {query for query, _ in pairs}
        write(self.work / "exact.jsonl", [query for query in queries if not set(query["tags"]) & OWN_TAGS])
        write(self.work / "own.jsonl", [
            query for query in queries
            if set(query["tags"]) & OWN_TAGS and (query["tags"][0] != "folded" or query["query"] in compared)])
        write(self.work / "accented.jsonl", [{"query": spelling, "tags": ["accented"]} for _, spelling in pairs])

    # Writing

    def text(self, loads):
        kinds = self.arguments.kinds
        parts = [
            f"{report.origin()}; load before {loads[0]:.1f}, after"
            f" {loads[1]:.1f}; {self.arguments.processes} processes of {self.arguments.rounds} rounds, in turns"
            f" (`make bench-peers`). {versions(self.work)}.",
            "Microseconds, mean / geometric mean, and with 200 queries or more / 99th percentile. Of each figure of a peer"
            " the time of its empty call (a term that is not there) is taken off, of Timtin's nothing. The ratio is to the"
            " least of each figure over the peers that are exact; below 1 is faster.",
            "All peers have one field of the same normalised text, with positions but for PISA. \"One field\" is Timtin with the"
            " same field and the same terms (`timtin-indexer build --schema single-field`), and pairs; \"default schema\" is"
            " what a cluster has: all fields with their weights, words also without accents, keywords, pairs, and the documents"
            " themselves. PISA runs its block-max MaxScore, for intersections `ranked_and`; with rounded scores, its MaxScore"
            " is not exact and stands outside of the comparison. A count of one word, and of `+a b`, is in Lucene's"
            " dictionary, so that nothing but the call is left of it."]
        titles = {"10": "Top 10", "100": "Top 100", "10000": "Top 10,000", "count": "Counting alone"}
        for kind in kinds:
            parts += [f"### {titles.get(kind, 'Top ' + kind)}", table.times(self.results, kind, [SINGLE, PLAIN, DEFAULT])]
        parts += ["### What no peer is asked", table.alone(self.results)]
        if self.builds:
            parts += ["### Building", table.builds(self.build_facts())]
        parts += [
            "### Opening", table.openings(self.results, ["tantivy", "Lucene", "PISA", SINGLE, DEFAULT]),
            "### Same answers", table.agreement(self.results)]
        return "\n\n".join(parts) + "\n"


def write(path, queries):
    with open(path, "w", encoding="utf-8") as output:
        output.writelines(json.dumps(query, ensure_ascii=False) + "\n" for query in queries)


def versions(work):
    """The peers as they were installed, for the table's head."""
    path = work / "versions"
    return path.read_text().strip() if path.exists() else "Versions unknown"


def say(text):
    print(f"{datetime.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", help="where Timtin's release executables lie")
    parser.add_argument("corpus")
    parser.add_argument("queries")
    parser.add_argument("--peers", default=".build/peers", help="where the peers are installed")
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--lucene-warm-up", type=int, default=120, help="rounds until its code is compiled")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=["10", "100", "10000", "count"])
    parser.add_argument("--core", type=int, help="which processor; the last one by default")
    parser.add_argument("--keep-indexes", action="store_true", help="search the indexes of the last run, build none")
    parser.add_argument("--output", help="where to write the table, in place of RESULTS.md and the plot")
    arguments = parser.parse_args()
    bench = Bench(arguments)
    loads = [os.getloadavg()[0]]
    if not arguments.keep_indexes:
        bench.prepare()
        bench.build()
    bench.search_all()
    loads.append(os.getloadavg()[0])
    text = bench.text(loads)
    if arguments.output:
        pathlib.Path(arguments.output).write_text(text, encoding="utf-8")
    else:
        report.replace_between(HERE / "RESULTS.md", "peers", text)
        (HERE / "peers.svg").write_text(plot.bars(bench.results), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
