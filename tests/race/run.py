"""The program against what a user would write, on the same compressed archive: `just race`, or

    python tests/race/run.py MEGABYTES ROUNDS

run at the project's root by a Python that has what the contestants need. It counts pairs of article and polity, over headline,
abstract and lead, by the forms of names and demonyms as whole words, the longest first; each contestant's pairs are compared
with the program's. Then the program alone as archive and tables grow. It replaces the tables of docs/performance.md and draws
docs/race.svg.
"""
import os
import sqlite3
import sys
from pathlib import Path

import figure
import pages
import stages
from measure import interleaved
from pages import CLEAN, DECODE, OWN, SAME, TWO, ZSTD
from prepare import BUILT, PROGRAM, archive, beside, enlarged, own_tables, unconditional

HERE = Path(__file__).resolve().parent
WORK = Path("work/race").resolve()

# What is named where, by whatever name it was read.
NAMED = """select d.path, m.article - d.first, {} from document d join mention m on m.article between d.first and d.last {}
           where m.channel = 'text' and m.tier in ('A', 'B')"""
PAIRS = NAMED.format("m.polity", "")

# The same as countries of today, as the generator plants them.
COUNTRIES = NAMED.format("r.country", "join reading r on r.polity = m.polity and r.policy = 'primary'")

# Name → the command's words before STORE FORMS OUT.
CONTESTANTS = {
    CLEAN: [BUILT / "examples/clean"],
    "Python: orjson, ahocorasick_rs, sqlite3": [sys.executable, HERE / "orjson_ahocorasick.py"],
    "Python: orjson, Polars": [sys.executable, HERE / "polars_extract.py"],
    "Python: json, flashtext, sqlite3": [sys.executable, HERE / "json_flashtext.py"],
    "DuckDB: SQL": [sys.executable, HERE / "duckdb_sql.py"],
    "jq, rg, sort, awk": ["sh", HERE / "jq_rg.sh"],
}


def count(study, jobs):
    return [PROGRAM, "-q", "--jobs", jobs, "count", "--rebuild"], study


def of_table(path, query):
    with sqlite3.connect(path) as table:
        return set(table.execute(query))


def named(study, query):
    """The program's pairs with the articles' ids, which only the raw documents have of all of them."""
    import orjson  # not for the gate, which counts instructions alone
    import zstandard

    ids = {}
    for path, position, what in of_table(study / "ledger.db", query):
        if path not in ids:
            packed = (study / "archive" / path).read_bytes()
            whole = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
            ids[path] = [doc["_id"] for doc in orjson.loads(whole)["response"]["docs"]]
        yield ids[path][position], what


def of_lines(path):
    return {tuple(line.rstrip("\n").split("\t")) for line in open(path, encoding="utf-8")}


def race(folder, rounds):
    """What each took and found: (taken by name, pairs by name, made)."""
    made = archive(folder, int(sys.argv[1]))
    tables, polity_of = unconditional(own_tables(WORK))
    same = beside(folder, "same", tables)
    forms, store = folder / "forms.tsv", folder / "archive/data"
    forms.write_text("".join(f"{form}\t{polity}\n" for form, polity in polity_of.items()), encoding="utf-8")
    out = {name: folder / f"out-{number}" for number, name in enumerate(CONTESTANTS)}
    commands = {
        OWN: count(folder, 1),
        TWO: count(folder, 2),
        SAME: count(same, 1),
        DECODE: ([BUILT / "examples/decode", store], None),
        ZSTD: (["sh", "-c", f"find '{store}' -name '*.zst' | xargs zstd -dcq"], None),
    }
    commands |= {name: ([*words, store, forms, out[name]], None) for name, words in CONTESTANTS.items()}
    taken = interleaved(commands, rounds)
    pairs = {OWN: set(named(folder, PAIRS)), SAME: set(named(same, PAIRS))}
    for name, path in out.items():
        lines = path.read_bytes()[:6] != b"SQLite"
        pairs[name] = of_lines(path) if lines else of_table(path, "select id, polity from pair")
    made["forms"] = len(polity_of)
    return taken, pairs, made


def growth(rounds):
    """CPU seconds and MB of a rebuild as each of its sizes grows: [(what, records, names, polities, jobs, taken)]."""
    size = int(sys.argv[1])
    small, large = WORK / f"{size // 10}", WORK / f"{size}"
    made = {folder: archive(folder, megabytes) for folder, megabytes in ((small, size // 10), (large, size))}
    own = own_tables(WORK)
    names, polities = len(own["names"]) - 1, len(own["polities"]) - 1
    with_names, with_polities = enlarged(own, 10, False), enlarged(own, 10, True)
    few_names, many_names = beside(small, "names", with_names), beside(large, "names", with_names)
    rows = [
        ("a tenth of the records", small, made[small], names, polities, 1),
        ("the archive of the race", large, made[large], names, polities, 1),
        ("10 × names, a tenth of the records", few_names, made[small], names * 10, polities, 1),
        ("10 × names", many_names, made[large], names * 10, polities, 1),
        ("10 × names and polities", beside(large, "polities", with_polities), made[large], names * 10, polities * 10, 1),
        ("2 threads", large, made[large], names, polities, 2),
    ]
    taken = interleaved({what: count(study, jobs) for what, study, _, _, _, jobs in rows}, rounds)
    return [(what, of["records"], n, p, jobs, taken[what]) for what, _, of, n, p, jobs in rows]


def instructions():
    """Instructions of a rebuild a record, by stage, from archives of 2 and 20 MB; `None` without valgrind."""
    sizes = [WORK / "2", WORK / "20"]
    few, many = (archive(folder, int(folder.name))["records"] for folder in sizes)
    small, large = (stages.counted(*count(folder, 1)) for folder in sizes)
    return small and stages.a_record(small, large, many - few)


def main():
    if int(sys.argv[1]) < 20:
        raise SystemExit("fewer than 20 megabytes measure the start alone")
    folder, rounds, before = WORK / sys.argv[1], int(sys.argv[2]), os.getloadavg()[0]
    taken, pairs, made = race(folder, rounds)
    grown = growth(rounds)
    loads = before, os.getloadavg()[0]
    planted = of_lines(folder / "in/truth.tsv")
    countries = [set(named(study, COUNTRIES)) for study in (folder, folder / "same")]
    told = instructions()
    tables = {
        "machine": pages.machine(made, rounds, loads),
        "race": pages.race(taken, pairs, made, planted, countries),
        "stages": pages.stages(told),
        "growth": pages.growth(grown),
        "targets": pages.targets(taken, made, told, pages.is_busy(loads)),
    }
    for name, text in tables.items():
        pages.replace("docs/performance.md", name, text)
        print(text, "\n")
    bars = [(name, least.cpu / taken[OWN].cpu) for name, least in taken.items() if name not in (TWO, ZSTD)]
    Path("docs/race.svg").write_text(figure.draw(bars, made), encoding="utf-8")


if __name__ == "__main__":
    main()
