"""docs/race.svg: a row a contestant, its CPU in multiples of the program's, on a logarithmic scale."""
from math import log10
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, TOP, ROW = 960, 290, 70, 84, 30
STYLE = """.race{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif}
.race .paper{fill:#fff}
.race text{fill:#1f2428;font-size:12px}
.race .title{font-size:21px;font-weight:700}
.race .subtitle{font-size:13px;fill:#3a424a}
.race .tick{font-size:11px;fill:#57606a;text-anchor:middle}
.race .end{text-anchor:end}
.race .grid{stroke:#e3e7eb;stroke-width:1}
.race .one{stroke:#1f2428;stroke-width:1.2;stroke-dasharray:6 4}
.race .stem{stroke:#8d9dac;stroke-width:2}
.race .dot{fill:#57606a}
.race .own{fill:#c24700}"""


def draw(rows, made):
    """`rows`: name and multiple, in the order in which they are drawn."""
    least, most = min(times for _, times in rows) * 0.5, max(times for _, times in rows) * 1.2
    place = lambda times: LEFT + (WIDTH - LEFT - RIGHT) * log10(times / least) / log10(most / least)
    bottom = TOP + ROW * len(rows)
    said = "; ".join(f"{name} {times:.2f} ×" for name, times in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="race" width="{WIDTH}" height="{bottom + 40}" '
        f'viewBox="0 0 {WIDTH} {bottom + 40}" role="img" aria-labelledby="title-race desc-race">',
        '<title id="title-race">CPU time to count countries, in multiples of groundswell with one thread</title>',
        f'<desc id="desc-race">{escape(said)}</desc>',
        f"<style>\n{STYLE}\n</style>",
        f'<rect class="paper" width="{WIDTH}" height="{bottom + 40}"/>',
        '<text class="title" x="20" y="34">CPU time to count countries</text>',
        f'<text class="subtitle" x="20" y="56">multiples of groundswell with one thread, which does more (see the page); '
        f'{made["records"]:,} records, {made["bytes"] / 1e6:,.0f} MB of JSON in zstd; logarithmic scale</text>',
    ]
    for tick in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200):
        if least <= tick <= most:
            x = place(tick)
            parts.append(f'<line class="{"one" if tick == 1 else "grid"}" x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom}"/>')
            parts.append(f'<text class="tick" x="{x:.1f}" y="{bottom + 18}">{tick:g} ×</text>')
    for number, (name, times) in enumerate(rows):
        x, y = place(times), TOP + ROW * number + ROW / 2
        dot = "own" if name.startswith("groundswell") else "dot"
        beside = f'class="end" x="{x - 10:.1f}"' if times < 1 else f'x="{x + 10:.1f}"'
        parts += [
            f'<text class="end" x="{LEFT - 14}" y="{y + 4:.1f}">{escape(name)}</text>',
            f'<line class="stem" x1="{place(1):.1f}" y1="{y:.1f}" x2="{x:.1f}" y2="{y:.1f}"/>',
            f'<circle class="{dot}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>',
            f'<text {beside} y="{y + 4:.1f}">{times:.2f} ×</text>',
        ]
    return "\n".join([*parts, "</svg>\n"])
