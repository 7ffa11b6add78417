"""What a changed name costs, against counting all again: `python tests/race/recount.py MEGABYTES ROUNDS`, as run.py.

An alias is added to the tables and taken away again, each counted; one that stands in no article, one in few, one in many.
After each alias the ledger is held against one that is counted anew. It replaces a table of docs/performance.md.
"""
import json
import sys
from pathlib import Path

import pages
from measure import once
from prepare import PROGRAM, archive, beside, own_tables, run

ALIASES = {"in no article": "Zorbistan", "in few": "Manitoba", "in many": "government"}


def counted(study, *more):
    return once([str(PROGRAM), "-q", "--jobs", "1", "count", *more], study)[0]


def alias(study, without, row):
    """Least CPU seconds to count with the row and again without it, and what was read."""
    names = study / "tables/names.csv"
    names.write_text(without + row, encoding="utf-8")
    with_it = counted(study)
    names.write_text(without, encoding="utf-8")
    without_it = counted(study)
    names.write_text(without + row, encoding="utf-8")
    told = json.loads(run(PROGRAM, "-q", "--jobs", 2, "count", "--json", folder=study))["amended"]
    run(PROGRAM, "-q", "--jobs", 2, "verify", "--recount", folder=study)
    names.write_text(without, encoding="utf-8")
    counted(study)
    return min(with_it, without_it), told


def main(megabytes, rounds):
    work = Path("work/race").resolve()
    folder = work / str(megabytes)
    made = archive(folder, megabytes)
    study = beside(folder, "recount", own_tables(work))
    without = (study / "tables/names.csv").read_text(encoding="utf-8")
    rebuilt, nothing, took, told = [], [], {name: [] for name in ALIASES}, {}
    for _ in range(rounds):
        rebuilt.append(counted(study, "--rebuild"))
        nothing.append(counted(study))
        for name, surface in ALIASES.items():
            seconds, told[name] = alias(study, without, f"{surface},name,CHL,,,any,A,,,usage,\n")
            took[name].append(seconds)
    whole = min(rebuilt)
    lines = ["| | articles read again | of them changed | CPU s | of a rebuild |", "|---|--:|--:|--:|--:|",
             f"| a rebuild | {made['records']:,} | | {whole:.2f} | 100% |"]
    for name, surface in ALIASES.items():
        of, least = told[name], min(took[name])
        lines.append(f"| an alias that stands {name}: {surface} | {of['read']:,} | {of['changed']:,} | {least:.2f} | {least / whole:.0%} |")
    lines.append(f"| nothing changed | 0 | | {min(nothing):.2f} | {min(nothing) / whole:.0%} |")
    lines += ["", f"{made['bytes'] / 1e6:,.0f} MB of JSON in {made['months']} months, one thread, the least of {rounds} rounds."]
    table = "\n".join(lines)
    pages.replace("docs/performance.md", "recount", table)
    print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
