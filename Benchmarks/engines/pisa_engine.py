"""PISA, through the compiled module of its Python package alone; PISA_PACKAGE names the folder that the package was unpacked to.

Its reader of texts knows ASCII alone, so that terms get names of ASCII letters here. It has no positions; so queries of single
terms that are all of one sign are asked, and no others. The search runs over an iterator of queries: the time of one is what passes
between two calls of the iterator.
"""
import argparse
import collections
import glob
import importlib.util
import json
import os
import statistics
import time

import numpy

import driver

ENCODING, SCORER, STEMMER = "block_simdbp", "bm25", ""
ABSENT = "zzabsent"


def module():
    path = glob.glob(os.environ["PISA_PACKAGE"] + "/**/_pisathon*.so", recursive=True)[0]
    specification = importlib.util.spec_from_file_location("_pisathon", path)
    loaded = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(loaded)
    return loaded


def name(number):
    """A name of letters for the term of a number."""
    return "w" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def open_index(pisa, folder, quantised):
    context = pisa.RetrievalContext()
    pisa.prepare_index(
        context, folder, ENCODING, SCORER, STEMMER, block_size=64, quantize=int(quantised), bm25_k1=1.2, bm25_b=0.75)
    return context


def build(texts, folder):
    pisa = module()
    os.makedirs(folder)
    numbers = {}
    source = folder + "-texts"
    with open(source, "w", encoding="ascii") as output:
        for index, (_, text) in enumerate(texts):
            terms = [name(numbers.setdefault(term, len(numbers))) for term in text.split()]
            output.write(f"{index} {' '.join(terms)}\n")
    watch = driver.Stopwatch()
    pisa.index(source, folder, STEMMER, 100_000, 1)
    open_index(pisa, folder, False)
    times = watch.times()
    os.remove(source)
    # What a search by exact scores reads: compressed lists, their bounds, the names of terms and documents.
    read = [path for path in glob.glob(folder + "/*") if ".q0." in path or path.endswith(("fwd.termlex", "fwd.doclex"))]
    size = sum(os.path.getsize(path) for path in read)
    open_index(pisa, folder, True)
    with open(folder + "/terms.json", "w", encoding="utf-8") as output:
        json.dump(numbers, output)
    with open(folder + "/ids.json", "w", encoding="utf-8") as output:
        json.dump([identifier for identifier, _ in texts], output)
    return times, size


class Clocked:
    """Hands out queries and notes when each was taken."""

    def __init__(self, queries):
        self.queries = queries
        self.moments = []

    def __len__(self):
        return len(self.queries)

    def __iter__(self):
        self.moments = []
        for query in self.queries:
            self.moments.append(time.perf_counter_ns())
            yield query
        self.moments.append(time.perf_counter_ns())


def terms_of(line, numbers):
    """The terms of a query with how often each is in it."""
    counts = collections.Counter()
    for _, terms in driver.clauses_of(line["query"]):
        if len(terms) > 1:
            return None
        counts[name(numbers[terms[0]]) if terms[0] in numbers else ABSENT] += 1
    return {term: float(count) for term, count in counts.items()}


def search(arguments):
    pisa = module()
    with open(arguments.folder + "/terms.json", encoding="utf-8") as source:
        numbers = json.load(source)
    with open(arguments.folder + "/ids.json", encoding="utf-8") as source:
        identifiers = json.load(source)
    before = driver.memory()
    start = time.perf_counter_ns()
    context = open_index(pisa, arguments.folder, arguments.quantised)
    opened = (time.perf_counter_ns() - start) / 1000
    after = driver.memory()
    tags = arguments.tags.split(",")
    lines = [(line, terms_of(line, numbers)) for line in driver.read_queries(arguments.queries) if line["tags"][0] in tags]
    lines = [(line, terms) for line, terms in lines if terms]
    queries = list(enumerate([terms for _, terms in lines] + [{ABSENT: 1.0}]))
    size = arguments.size
    places = len(queries) * size
    owners, ranks = numpy.zeros(places, numpy.int32), numpy.zeros(places, numpy.int32)
    documents, scores = numpy.zeros(places, object), numpy.zeros(places, numpy.float32)
    times = [[] for _ in queries]
    found = 0
    for number in range(arguments.warm_up + arguments.rounds):
        clocked = Clocked(queries)
        documents[:] = None
        found = pisa.retrieve(
            context, arguments.algorithm, clocked, k=size, threads=1, pretokenised=1, query_weighted=0,
            result_qidxs=owners, result_docnos=documents, result_ranks=ranks, result_scores=scores)
        if number >= arguments.warm_up:
            for index, taken in enumerate(times):
                taken.append((clocked.moments[index + 1] - clocked.moments[index]) / 1000)
    best = collections.defaultdict(list)
    for place in range(found):
        if len(best[int(owners[place])]) < 3:
            best[int(owners[place])].append((identifiers[int(documents[place])], float(scores[place])))
    with open(arguments.output, "w", encoding="utf-8") as output:
        for index, ((line, _), taken) in enumerate(zip(lines, times)):
            output.write(json.dumps({
                "query": line["query"], "tags": line["tags"], "count": None, "min_us": min(taken),
                "median_us": statistics.median(taken), "top": best[index]}, ensure_ascii=False) + "\n")
    print(json.dumps({
        "documents": len(identifiers), "open_us": opened, "empty_us": min(times[-1]),
        "memory": {"before": before, "open": after}}))


def main():
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
    searching.add_argument("--algorithm", default="block_max_maxscore")
    searching.add_argument("--quantised", action="store_true")
    searching.add_argument("--tags", default="term,union")
    arguments = parser.parse_args()
    if arguments.command == "search":
        return search(arguments)
    texts = driver.read_texts(arguments.texts)
    times, size = build(texts, arguments.folder)
    print(json.dumps({"documents": len(texts), **times, "bytes": size}))


if __name__ == "__main__":
    main()
