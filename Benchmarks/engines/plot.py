"""The comparison as a drawing: for each tag a bar an engine, the mean time of a query."""
from results import ROWS
from table import DEFAULT, SINGLE, number

ENGINES = [("tantivy", "tantivy", "#9aa5b1"), ("Lucene", "Lucene", "#7b8794"), ("PISA", "PISA", "#cbd2d9"),
           (SINGLE, "Timtin, the same field", "#d64545"), (DEFAULT, "Timtin, all fields", "#f29b9b")]
LEFT, TOP, WIDTH, BAR, GAP = 150, 64, 640, 11, 14


def bars(results):
    """An SVG of the means of the best ten; the peers' calls are taken off."""
    groups, longest = [], 0
    for label, tag in ROWS:
        cells = []
        for engine, name, colour in ENGINES:
            is_peer = engine not in (SINGLE, DEFAULT)
            cell = results.cell(engine, "10", tag, takes_off=is_peer) if (engine, "10") in results.runs else None
            if cell:
                cells.append((name, colour, cell.mean))
                longest = max(longest, cell.mean)
        groups.append((label, cells))
    scale = (WIDTH - LEFT - 60) / longest
    body, top = [], TOP
    for label, cells in groups:
        middle = top + len(cells) * BAR / 2 + 4
        body.append(f'<text x="{LEFT - 10}" y="{middle:.1f}" text-anchor="end">{label}</text>')
        for name, colour, mean in cells:
            length = max(1, mean * scale)
            body.append(f'<rect x="{LEFT}" y="{top}" width="{length:.1f}" height="{BAR - 1}" fill="{colour}">'
                        f"<title>{label}, {name}: {number(mean)} µs</title></rect>")
            body.append(f'<text class="figure" x="{LEFT + length + 4:.1f}" y="{top + 9}">{number(mean)}</text>')
            top += BAR
        top += GAP
    legend, left = [], 16
    for _, name, colour in ENGINES:
        legend.append(f'<rect x="{left}" y="36" width="10" height="10" fill="{colour}"/>'
                      f'<text x="{left + 14}" y="45">{name}</text>')
        left += 34 + 6.4 * len(name)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" font-family="sans-serif" font-size="12">',
        "<style>.figure { font-size: 9px; fill: #52606d }</style>",
        f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>',
        '<text x="16" y="22" font-weight="bold">Microseconds a query: the best ten of 20,000 articles, one core</text>',
        *legend, *body, "</svg>", ""])
