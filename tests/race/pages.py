"""The measured tables of docs/performance.md, as Markdown, and how they get there."""
import os
import re
from datetime import date
from pathlib import Path

import measure

OWN, TWO, SAME = "groundswell, 1 thread", "groundswell, 2 threads", "groundswell, the others' task"
DECODE, ZSTD = "only unpacked (zstd, in Rust)", "only unpacked (zstd -dc)"
CLEAN = "Rust: serde_json, aho-corasick"

# What a row is, where its name does not say it all.
ROWS = {
    OWN: "all it does: digests checked; years, cues, vetoes; verdicts, index terms, unrest; a ledger with the place of everything",
    SAME: "the same with the tables the others get, without years, cues, vetoes and blockers",
    DECODE: "what anyone pays who reads this store",
    CLEAN: "writes a text file, no database",
}
# Why a contestant's pairs differ.
DIFFERENCES = {
    "Python: orjson, Polars": "`extract_many` knows no word boundary",
    "DuckDB: SQL": "texts are joined by single words: names of several words are lost, and shorter names within them found",
}


def replace(page, name, text):
    """Puts the text between the page's two marks of this name."""
    path = Path(page)
    old = path.read_text(encoding="utf-8")
    new, marks = re.subn(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m: m[1] + text + "\n" + m[2], old, flags=re.S)
    if marks != 1:
        raise SystemExit(f"{page}: the marks <!-- {name} --> and <!-- /{name} --> are not there; nothing is changed")
    path.write_text(new, encoding="utf-8")


def is_busy(loads):
    """Whether others wanted the cores; `loads` is how many processes wanted to run, on average, before and after."""
    return max(loads) > os.cpu_count()


def machine(made, rounds, loads):
    """What was measured where."""
    busy = " Other work ran beside: only ratios are worth comparing, and wall times not even so." if is_busy(loads) else ""
    before, after = loads
    return (f"{date.today()}, {measure.machine()}, load {before:.1f} before and {after:.1f} after.{busy} {made['months']} generated "
            f"months, {made['bytes'] / 1e6:,.1f} MB of JSON, {made['records']:,} records; {made['forms']:,} forms; the least of "
            f"{rounds} rounds, of memory the most.")


def pairs_of(name, pairs):
    if name not in pairs or name == OWN:
        return f"{len(pairs[name]):,}" if name in pairs else "", "", ""
    missing, extra = len(pairs[SAME] - pairs[name]), len(pairs[name] - pairs[SAME])
    return f"{len(pairs[name]):,}", f"{missing:,}", f"{extra:,}"


def planted_line(planted, own, same):
    """What was planted, and found with the program's own tables and with the others': pairs of article and country."""
    missed = planted - own
    return (f"- Of {len(planted):,} names planted in articles the first row finds all but {len(missed):,}, and {len(own - planted):,} more. "
            f"{len(missed & same):,} of the {len(missed):,} are found without conditions: the generator plants Zaire in 1890, too.")


def race(taken, pairs, made, planted, named):
    """A row a contestant; `planted`, and `named` with the program's own tables and with the others', for the last line."""
    lines = ["| | CPU s | wall s | MB | CPU × | wall × | records a CPU second | pairs | missing | extra |",
             "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"]
    base = taken[OWN]
    for name, of in taken.items():
        rate = f"{made['records'] / of.cpu:,.0f}" if name not in (DECODE, ZSTD) else ""
        lines.append(f"| {name} | {of.cpu:.2f} | {of.wall:.2f} | {of.memory:.0f} | {of.cpu / base.cpu:.2f} | {of.wall / base.wall:.2f} | "
                     f"{rate} | {' | '.join(pairs_of(name, pairs))} |")
    lines += ["", *(f"- {name}: {note}." for name, note in ROWS.items())]
    for name in (name for name in pairs if name != OWN):
        if pairs[name] != pairs[SAME]:
            lines.append(f"- {name}, missing and extra: {DIFFERENCES.get(name, 'not explained')}.")
    lines.append(planted_line(planted, *named))
    return "\n".join(lines)


def stages(told):
    if not told:
        return "Not counted: valgrind was not there."
    lines = ["| | instructions a record | |", "|---|--:|--:|"]
    lines += [f"| {stage} | {count:,.0f} | {count / told['all']:.0%} |" for stage, count in told.items()]
    return "\n".join(lines)


def growth(rows):
    lines = ["| | records | names | polities | threads | CPU s | wall s | MB | µs CPU a record |", "|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for what, records, names, polities, jobs, of in rows:
        lines.append(f"| {what} | {records:,} | {names:,} | {polities:,} | {jobs} | {of.cpu:.2f} | {of.wall:.2f} | {of.memory:.0f} | "
                     f"{of.cpu / records * 1e6:.1f} |")
    start, each = line(*rows[:2])
    start_of_many, each_of_many = line(*rows[2:4])
    lines += ["", f"By the two sizes {start:.0f} ms of CPU to start and {each:.1f} µs a record; with 10 × the names, all of the new ones "
                  f"invented, {start_of_many:.0f} ms and {each_of_many:.1f} µs."]
    return "\n".join(lines)


def line(small, large):
    """Milliseconds to start and microseconds a record, through two rows of other sizes."""
    (_, few, *_, less), (_, many, *_, more) = small, large
    each = (more.cpu - less.cpu) / (many - few)
    return (less.cpu - each * few) * 1e3, each * 1e6


def targets(taken, made, told, busy):
    """`told`: instructions a record by stage, or `None` where nothing counts them; `busy`: others wanted the cores."""
    own, two = taken[OWN], taken[TWO]
    rows = [
        ("CPU of a rebuild from zstd, of unpacking alone", "≤ 2.2 ×", own.cpu / taken[DECODE].cpu, "{:.2f} ×", lambda x: x <= 2.2),
        ("MB of JSON a CPU second", "≥ 450", made["bytes"] / 1e6 / own.cpu, "{:,.0f}", lambda x: x >= 450),
        ("records a CPU second", "≥ 180,000", made["records"] / own.cpu, "{:,.0f}", lambda x: x >= 180_000),
        ("CPU of a clean Rust pipeline, of a rebuild's", "≥ 2 ×", taken[CLEAN].cpu / own.cpu, "{:.2f} ×", lambda x: x >= 2),
        ("the same, for the same task", "≥ 2 ×", taken[CLEAN].cpu / taken[SAME].cpu, "{:.2f} ×", lambda x: x >= 2),
        ("memory of one thread, MiB", "≤ 48", own.memory * 1e6 / 2**20, "{:.1f}", lambda x: x <= 48),
    ]
    if told:
        left = told["all"] - told["unpacking"] - told["the digest of the stored bytes, SHA-256 in software"]
        rows.append(("instructions a record, without unpacking and digest", "≤ 17,000", left, "{:,.0f}", lambda x: x <= 17_000))
    what, wanted = "wall time of one thread, of that of two", "≥ 1.85 ×"
    if not busy:
        rows.append((what, wanted, own.wall / two.wall, "{:.2f} ×", lambda x: x >= 1.85))
    lines = ["| | wanted | measured | |", "|---|--:|--:|---|"]
    for row, bound, x, form, meets in rows:
        lines.append(f"| {row} | {bound} | {form.format(x)} | {'met' if meets(x) else 'not met'} |")
    if busy:
        lines.append(f"| {what} | {wanted} | | not measured: two threads need two free cores |")
    return "\n".join(lines)
