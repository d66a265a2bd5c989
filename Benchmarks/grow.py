#!/usr/bin/env python3
"""Measures how the time of a query grows with the number of documents. scripts/bench-growth.sh calls this.

The sizes are beginnings of the corpus, and ten times the whole: each further copy has its words exchanged for others that are in
about as many documents, by a permutation that a seed decides. So every list grows tenfold, and no document is there twice.
"""
import argparse
import collections
import math
import os
import pathlib
import random
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "engines"))

import driver  # noqa: E402
import pinned  # noqa: E402
import report  # noqa: E402
import table  # noqa: E402
from results import ROWS, Results, Run  # noqa: E402

COPIES = 10
SEED = 20_240
# Words whose document frequencies differ by less than this factor may be exchanged.
BAND = 1.25
FURTHER_ROWS = [("each word `~`", "fuzzy"), ("last word `*`", "prefix")]


def bands(texts):
    """The words by their document frequency, in groups of about the same, and in the order of letters inside."""
    frequencies = collections.Counter()
    for _, text in texts:
        frequencies.update(set(text.split(" ")))
    groups = collections.defaultdict(list)
    for word in sorted(frequencies):
        groups[int(math.log(frequencies[word], BAND))].append(word)
    return groups.values()


def copies(texts):
    """The texts, and then again and again with words exchanged."""
    yield from texts
    groups = list(bands(texts))
    for copy in range(1, COPIES):
        generator = random.Random(SEED + copy)
        exchanged = {}
        for group in groups:
            exchanged.update(zip(group, generator.sample(group, len(group))))
        for name, text in texts:
            yield f"{name}/{copy}", " ".join(exchanged[word] for word in text.split(" "))


class Growth:
    def __init__(self, arguments):
        self.arguments = arguments
        self.work = pathlib.Path(arguments.work)
        self.core = pinned.last_core() if arguments.core is None else arguments.core
        self.results = Results()
        self.builds = {}

    def prepare(self):
        texts = list(driver.texts_of(driver.plain(self.arguments.corpus, self.work)))
        self.sizes = [size for size in self.arguments.sizes if size < len(texts)] + [len(texts), COPIES * len(texts)]
        for size in self.sizes:
            source = texts[:size] if size <= len(texts) else copies(texts)
            with open(self.work / f"texts-{size}.tsv", "w", encoding="utf-8") as output:
                output.writelines(f"{name}\t{text}\n" for name, text in source)

    def build(self, size):
        folder = self.work / f"index-{size}"
        shutil.rmtree(folder, ignore_errors=True)
        texts = self.work / f"texts-{size}.tsv"
        self.builds[size] = pinned.run([
            pathlib.Path(self.arguments.bin) / "timtin-indexer", "build", "--schema", "single-field", "--normalised", texts,
            "--output", folder, "--threads", 1, "--time"], self.core)

    def search(self, size):
        output = self.work / f"out-{size}.jsonl"
        facts = pinned.run([
            pathlib.Path(self.arguments.bin) / "timtin-query", "bench", "--index", self.work / f"index-{size}", "--queries",
            self.arguments.queries, "--output", output, "--rounds", self.arguments.rounds, "--format", "json"], self.core)
        self.results.add(size, "10", Run(driver.read_queries(output), facts))

    def text(self, loads):
        head = ["tag", "queries"] + [f"{size:,}" for size in self.sizes] + ["exponent", "exponent of the last step"]
        rows = []
        for label, tag in ROWS + FURTHER_ROWS:
            cells = [self.results.cell(size, "10", tag) for size in self.sizes]
            if all(cells):
                means = [cell.mean for cell in cells]
                rows.append(
                    [label, cells[0].count] + [table.figures(cell) for cell in cells]
                    + [f"{slope(self.sizes, means):.2f}", f"{slope(self.sizes[-2:], means[-2:]):.2f}"])
        facts = []
        for size in self.sizes:
            grown = [
                self.results.fact(size, "10", "memory", "open", what) - self.results.fact(size, "10", "memory", "before", what)
                for what in ("resident", "anonymous")]
            built = self.builds[size]
            facts.append([
                f"{size:,}", f"{built['documents'] / built['seconds']:,.0f}", f"{built['bytes']:,}",
                table.number(self.results.fact(size, "10", "open_us") / 1000), *(f"{value / 1024:.2f}" for value in grown)])
        return "\n\n".join([
            f"{report.origin()}; load before {loads[0]:.1f}, after {loads[1]:.1f}; one field with pairs, top 10"
            " (`make bench-growth`). Microseconds, mean / geometric mean, and with 200 queries or more / 99th percentile, by"
            " the number of documents; the exponent is that of the mean over it, fitted to all sizes.",
            table.table(head, rows),
            table.table(
                ["documents", "built, documents/s", "bytes", "open, ms", "resident memory more, MiB",
                 "anonymous memory more, MiB"], facts)]) + "\n"


def slope(sizes, times):
    """The exponent of a power law, by least squares over logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(time) for time in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", help="where Timtin's release executables lie")
    parser.add_argument("corpus")
    parser.add_argument("queries")
    parser.add_argument("--work", default=".build/growth", help="where texts and indexes are put")
    parser.add_argument("--sizes", type=lambda text: [int(part) for part in text.split(",")], default=[1000, 5000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--core", type=int, help="which processor; the last one by default")
    parser.add_argument("--output", help="where to write the table, in place of RESULTS.md")
    arguments = parser.parse_args()
    growth = Growth(arguments)
    growth.work.mkdir(parents=True, exist_ok=True)
    loads = [os.getloadavg()[0]]
    growth.prepare()
    for size in growth.sizes:
        growth.build(size)
        growth.search(size)
        print(f"{size:,} documents are measured", file=sys.stderr, flush=True)
    loads.append(os.getloadavg()[0])
    text = growth.text(loads)
    if arguments.output:
        pathlib.Path(arguments.output).write_text(text, encoding="utf-8")
    else:
        report.replace_between(HERE / "RESULTS.md", "growth", text)
    print(text)


if __name__ == "__main__":
    main()
