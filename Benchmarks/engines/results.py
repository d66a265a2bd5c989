"""What a comparison measured, by engine, kind of run and query, and the figures made of it."""
import dataclasses
import math
import statistics

# Queries of these tags are asked of all engines; the label, and the tag that one of a query's has to be.
ROWS = [
    ("term", "term"), ("intersection", "intersection"), ("union", "union"),
    ("intersection and union", "intersection_union"), ("phrase", "phrase"), ("phrase of two", "phrase:num_tokens_2"),
    ("negated", "negated"), ("two-phase", "two-phase-critic")]
# From so many queries on, a 99th percentile means something.
PERCENTILE_MIN = 200
# So much of a call is left when it is taken off: about what the time of the call itself varies by.
CALL_REST = 0.05


@dataclasses.dataclass
class Run:
    """One process: a line for each query, and what holds for all of them."""
    lines: list
    facts: dict


@dataclasses.dataclass
class Cell:
    """Times of the queries of a tag, in µs."""
    count: int
    mean: float
    geometric: float
    percentile: float

    def without(self, call):
        """The same with the price of a call taken off each figure."""
        figures = (self.mean, self.geometric, self.percentile)
        return Cell(self.count, *(max(CALL_REST * call, value - call) for value in figures))

    def ratio(self, other):
        """This time over another's, or None."""
        return Cell(self.count, self.mean / other.mean, self.geometric / other.geometric,
                    self.percentile / other.percentile)


def cell_of(times):
    times = sorted(times)
    return Cell(
        len(times), statistics.fmean(times), math.exp(statistics.fmean(map(math.log, times))),
        times[int(len(times) * 0.99)])


def middle(cells):
    """The medians over several runs."""
    return Cell(
        cells[0].count, *(statistics.median(getattr(cell, name) for cell in cells)
                          for name in ("mean", "geometric", "percentile")))


class Results:
    def __init__(self):
        self.runs = {}

    def add(self, engine, kind, run):
        self.runs.setdefault((engine, kind), []).append(run)

    def cell(self, engine, kind, tag, takes_off=False):
        """The times of an engine; None where it was not asked such queries.

        `takes_off` leaves out of each figure what the engine takes for a term that is not there, the price of its call. It is
        not taken off query by query: a rare term takes about as long, and what were left would be noise.
        """
        cells = []
        for run in self.runs.get((engine, kind), []):
            times = [line["min_us"] for line in run.lines if tag in line["tags"]]
            if times:
                cells.append(cell_of(times).without(run.facts["empty_us"] if takes_off else 0))
        return middle(cells) if cells else None

    def fastest(self, engines, kind, tag):
        """The least of each figure over several engines, their calls left out, and whose the mean is."""
        cells = [(engine, self.cell(engine, kind, tag, takes_off=True)) for engine in engines]
        cells = [(engine, cell) for engine, cell in cells if cell]
        if not cells:
            return None, None
        owner = min(cells, key=lambda item: item[1].mean)[0]
        return owner, Cell(
            cells[0][1].count, *(min(getattr(cell, name) for _, cell in cells)
                                 for name in ("mean", "geometric", "percentile")))

    def fact(self, engine, kind, *path):
        """The median over an engine's runs of a fact of its process."""
        values = []
        for run in self.runs[engine, kind]:
            value = run.facts
            for key in path:
                value = value[key]
            values.append(value)
        return statistics.median(values)

    def counts(self, engine, kind):
        """How many documents each query found."""
        return {line["query"]: line["count"] for line in self.runs[engine, kind][0].lines}

    def best(self, engine, kind):
        return {line["query"]: [hit[0] for hit in line["top"]] for line in self.runs[engine, kind][0].lines}
