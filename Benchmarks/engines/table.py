"""The comparison as Markdown."""
from results import PERCENTILE_MIN, ROWS

EXACT_PEERS = ["tantivy", "Lucene", "PISA"]
SINGLE, DEFAULT, PLAIN = "Timtin, one field", "Timtin, default schema", "Timtin, one field without pairs"
QUANTISED = "PISA, rounded scores"


def number(value):
    """A figure with three digits that mean something."""
    if value is None:
        return ""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def figures(cell):
    if cell is None:
        return ""
    shown = [number(cell.mean), number(cell.geometric)]
    if cell.count >= PERCENTILE_MIN:
        shown.append(number(cell.percentile))
    return " / ".join(shown)


def ratios(cell):
    if cell is None:
        return ""
    shown = [f"{cell.mean:.2f}", f"{cell.geometric:.2f}"]
    if cell.count >= PERCENTILE_MIN:
        shown.append(f"{cell.percentile:.2f}")
    return " / ".join(shown)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def times(results, kind, own):
    """Times and ratios of one kind of run; `own` are Timtin's indexes."""
    peers = [peer for peer in EXACT_PEERS + [QUANTISED] if (peer, kind) in results.runs]
    own = [engine for engine in own if (engine, kind) in results.runs]
    compares = SINGLE in own and DEFAULT in own
    head = ["tag", "queries"] + peers + own + [f"{engine}: ratio" for engine in own]
    head += ["default schema to one field"] if compares else []
    rows = []
    for label, tag in ROWS:
        _, fastest = results.fastest([peer for peer in peers if peer != QUANTISED], kind, tag)
        cells = [results.cell(engine, kind, tag) for engine in own]
        count = next((cell.count for cell in cells if cell), "")
        rows.append(
            [label, count] + [figures(results.cell(peer, kind, tag, takes_off=True)) for peer in peers]
            + [figures(cell) for cell in cells]
            + [ratios(cell.ratio(fastest)) if cell and fastest else "" for cell in cells]
            + ([ratios(cells[own.index(DEFAULT)].ratio(cells[own.index(SINGLE)]))] if compares else []))
    return table(head, rows)


def alone(results):
    """What no peer is asked: Timtin's default schema."""
    rows = []
    accented, bare = (results.cell(DEFAULT, kind, tag) for kind, tag in (("accented", "accented"), ("own", "folded")))
    if accented and bare:
        rows.append(["typed with accents", accented.count, figures(accented), ""])
        rows.append(["the same, typed without", bare.count, figures(bare), ratios(bare.ratio(accented))])
    for tag in ("fuzzy", "prefix"):
        cell = results.cell(DEFAULT, "own", tag)
        if cell:
            shown = " / ".join(map(number, (cell.mean, cell.geometric, cell.percentile)))
            rows.append([{"fuzzy": "each word `~`", "prefix": "last word `*`"}[tag], cell.count, shown, ""])
    return table(["queries", "number", "mean / geometric mean / 99th percentile, µs", "ratio"], rows)


def builds(facts):
    """`facts` are (engine, documents/s by the clock, documents/s by the processor, bytes)."""
    return table(["index", "documents/s", "documents/s of processor time", "bytes"], [
        [engine, f"{rate:,.0f}", f"{process_rate:,.0f}", f"{size:,}"] for engine, rate, process_rate, size in facts])


def openings(results, engines):
    rows = []
    for engine in engines:
        grown = [
            results.fact(engine, "10", "memory", "open", what) - results.fact(engine, "10", "memory", "before", what)
            for what in ("resident", "anonymous")]
        rows.append([
            engine, number(results.fact(engine, "10", "open_us") / 1000), *(f"{value / 1024:.2f}" for value in grown),
            number(results.fact(engine, "10", "empty_us"))])
    return table(["index", "open, ms", "resident memory more, MiB", "anonymous memory more, MiB", "empty call, µs"], rows)


def agreement(results):
    """In words: for how many queries the counts are the peers', and each that differs."""
    own, lines = results.counts(SINGLE, "10"), []
    for peer in ("tantivy", "Lucene"):
        counts = results.counts(peer, "10")
        different = [query for query in counts if counts[query] != own.get(query)]
        lines.append(f"- {len(counts) - len(different)} of {len(counts)} queries have {peer}'s count.")
        lines += [f"  - `{query}`: {own.get(query)}, {peer} {counts[query]}" for query in different[:20]]
    first, theirs = results.best(SINGLE, "10"), results.best("tantivy", "10")
    same = sum(first[query][:1] == theirs[query][:1] for query in theirs)
    lines.append(f"- {same} of {len(theirs)} have tantivy's best document.")
    return "\n".join(lines)
