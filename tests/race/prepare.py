"""What is raced on: a generated archive, studies of it with several gazetteers, and the forms for the other contestants."""
import csv
import os
import shutil
import subprocess
from pathlib import Path

STUDY = 'name = "race"\ntitle = "Race"\nworkspace = "."\n[period]\nfirst_year = 1851\nlast_year = 2017\n'
BUILT = Path(os.environ.get("CARGO_TARGET_DIR", "target")).resolve() / "release"
PROGRAM = BUILT / "groundswell"


def run(*command, folder="."):
    done = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def archive(folder, megabytes):
    """A study with so much JSON imported, in `folder`; made once: remove it when the generator changes."""
    if not (folder / "made").exists():
        folder.mkdir(parents=True, exist_ok=True)
        summary = run(BUILT / "examples/corpus", "load", folder / "in", "--megabytes", megabytes)
        (folder / "groundswell.toml").write_text(STUDY)
        run(PROGRAM, "-q", "import", "in", folder=folder)
        (folder / "made").write_text(summary)
    words = (folder / "made").read_text().split()
    return {"months": int(words[-8]), "records": int(words[-6]), "bytes": int(words[-4])}


def beside(folder, name, tables):
    """A study of the same archive with these tables, a list of rows by name; those not named are the program's own."""
    study = folder / name
    (study / "tables").mkdir(parents=True, exist_ok=True)
    if not (study / "archive").exists():
        (study / "archive").symlink_to(folder.resolve() / "archive")
    (study / "groundswell.toml").write_text(STUDY + '[count]\ngazetteer = "tables"\npolicy = "as-was"\n')
    for table, rows in tables.items():
        with open(study / "tables" / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return study


def own_tables(folder):
    """The program's own tables, a list of rows by name."""
    tables = folder / "own"
    shutil.rmtree(tables, ignore_errors=True)
    run(PROGRAM, "-q", "gazetteer", "write", tables)
    read = lambda path: list(csv.reader(open(path, encoding="utf-8", newline="")))
    return {path.stem: read(path) for path in sorted(tables.glob("*.csv"))}


def spellings(surface, case):
    """As `names.csv` says of a row: as written, also in capitals, also in small letters and with capital initials."""
    upper = lambda text: text[:1].upper() + text[1:]
    yield surface
    if case != "exact":
        yield surface.upper()
    if case == "any":
        yield from (surface.lower(), upper(surface), " ".join(map(upper, surface.split(" "))))


def unconditional(own):
    """Tables of every spelling of every name and demonym, without years, cues, vetoes, blockers; and polity by spelling.

    Combining forms ("Anglo-") are left out: no other contestant can look for the beginning of a word.
    """
    header, *rows = own["names"]
    forms = {}
    for surface, kind, polity, _, _, case, tier, _, _, source, _ in sorted(rows, key=lambda row: row[6]):
        if kind in ("name", "demonym") and tier in "AB":
            for form in spellings(surface, case):
                # A form of several rows is the surer one's, then the first one's.
                forms.setdefault(form, [form, kind, polity, "", "", "exact", tier, "", "", source, ""])
    bare = {table: own[table][:1] for table in ("contexts", "blockers", "lexicon")}
    return {"names": [header, *forms.values()], **bare}, {form: row[2] for form, row in forms.items()}


def enlarged(own, times, polities):
    """The program's own tables with `times` as many names, and polities if wanted; the new ones are invented."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    tables = {"names": list(own["names"]), "polities": list(own["polities"])}
    codes = [row[0] for row in own["polities"][1:]]
    if polities:
        for number in range((times - 1) * len(codes)):
            tables["polities"].append([f"X{number:05}", f"Invented {number}", f"X{number:05}", "", "", "", "", "", "own"])
            codes.append(f"X{number:05}")
    for number in range((times - 1) * (len(own["names"]) - 1)):
        word, rest = "", number
        for _ in range(4):
            rest, syllable = divmod(rest, len(syllables))
            word += syllables[syllable]
        tables["names"].append([f"{word.capitalize()}q", "name", codes[number * 7 % len(codes)], "", "", "caps", "A", "", "", "own", ""])
    return tables
