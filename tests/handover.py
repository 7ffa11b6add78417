"""The hand-over read back by the tools people use: handover.py FOLDER LEDGER

FOLDER is what `groundswell export` wrote, LEDGER the ledger.db it was made from. Prints a row a check: what, result,
version of the tool; ends with 1 if any failed. A tool that is not there is a failure: `just handover` installs them.
Not part of the gate, which needs no Python: there tests/handover.rs of crates/report compares the formats.
"""

import csv
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from importlib.metadata import version
from pathlib import Path

FOLDER, LEDGER = Path(sys.argv[1]), Path(sys.argv[2])
BIN = Path(sys.executable).parent


class LeftOut(Exception):
    """A check that this machine cannot make; not a failure, and said."""


def package():
    return json.loads((FOLDER / "datapackage.json").read_text("utf-8"))


def table(name):
    """Header and rows of a CSV, empty cells as None."""
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, [[cell or None for cell in row] for row in rows]


def typed(resource):
    """The rows of a CSV with the types of its schema: what every other format must hold."""
    read = {"string": str, "integer": int, "number": float, "boolean": {"true": True, "false": False}.get}
    kinds = [read[field["type"]] for field in resource["schema"]["fields"]]
    header, rows = table(resource["name"])
    assert header == [field["name"] for field in resource["schema"]["fields"]], resource["name"]
    return header, [[None if c is None else kind(c) for kind, c in zip(kinds, row)] for row in rows]


def same(name, expected, found):
    expected, found = [list(row) for row in expected], [list(row) for row in found]
    assert len(expected) == len(found), f"{name}: {len(found)} rows, the CSV has {len(expected)}"
    for line, (one, other) in enumerate(zip(expected, found), 2):
        for at, (a, b) in enumerate(zip(one, other, strict=True)):
            assert a == b and isinstance(a, bool) == isinstance(b, bool), f"{name} line {line} column {at}: {a!r}, {b!r}"
    return sum(map(len, expected))


def every_table(read):
    """Compares each table with what `read` makes of it."""
    cells = 0
    for resource in package()["resources"]:
        header, rows = typed(resource)
        found_header, found = read(resource)
        if found_header is None:
            continue
        assert list(found_header) == header, resource["name"]
        cells += same(resource["name"], rows, found)
    assert cells > 0
    return f"{cells:,} cells equal the CSV's"


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    return done.stdout + done.stderr


def frictionless():
    import frictionless as tool

    report = tool.validate(str(FOLDER / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]
    run(BIN / "frictionless", "validate", FOLDER / "datapackage.json")
    rows = sum(task.stats["rows"] for task in report.tasks)
    return f"{len(report.tasks)} resources, {rows:,} rows: keys, references, types, words, digests"


def profile():
    """The data package against the JSON schema of version 2, if the network gives it."""
    import jsonschema

    try:
        with urllib.request.urlopen("https://datapackage.org/profiles/2.0/datapackage.json", timeout=30) as answer:
            schema = json.load(answer)
    except OSError as error:
        raise LeftOut("datapackage.org cannot be reached") from error
    jsonschema.validate(package(), schema)
    return "valid"


def ro_crate():
    """The contexts that the crate names are on the network: without it there is no answer."""
    command = ["-y", "--disable-color", "validate", "--no-paging", "-p", "process-run-crate-0.5", "-l", "REQUIRED"]
    done = subprocess.run([BIN / "rocrate-validator", *command, FOLDER], capture_output=True, text=True)
    said = done.stdout + done.stderr
    if "URLError" in said or "NameResolutionError" in said:
        raise LeftOut("w3id.org cannot be reached")
    assert done.returncode == 0, said[-3000:]
    return "process-run-crate-0.5, REQUIRED: valid"


def duckdb():
    import duckdb as tool

    def read(resource):
        path = str(FOLDER / f"{resource['name']}.parquet")
        found = tool.execute("select * from read_parquet(?)", [path])
        return [column[0] for column in found.description], found.fetchall()

    return every_table(read)


def pandas():
    import pandas as tool

    def read(resource):
        frame = tool.read_parquet(FOLDER / f"{resource['name']}.parquet", dtype_backend="numpy_nullable")
        rows = frame.astype(object).where(frame.notna(), None)
        return list(frame.columns), rows.values.tolist()

    return every_table(read)


def polars():
    import polars as tool

    def read(resource):
        frame = tool.read_parquet(FOLDER / f"{resource['name']}.parquet")
        return frame.columns, frame.rows()

    return every_table(read)


def openpyxl():
    import openpyxl as tool

    book = tool.load_workbook(FOLDER / "groundswell.xlsx")

    def read(resource):
        if resource["title"] not in book.sheetnames:
            return None, None
        header, *rows = book[resource["title"]].iter_rows()
        for row in rows:
            assert all(cell.data_type != "f" for cell in row), "a formula"
        return [cell.value for cell in header], [[cell.value for cell in row] for row in rows]

    return every_table(read)


def libreoffice():
    # Comma, quotes, UTF-8, cells as they are and not as they are shown, every sheet.
    how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    with tempfile.TemporaryDirectory() as out:
        run("soffice", "--headless", "--convert-to", how, "--outdir", out, FOLDER / "groundswell.xlsx")
        return every_table(lambda resource: sheet_of(Path(out), resource))


def sheet_of(out, resource):
    path = out / f"groundswell-{resource['title']}.csv"
    if not path.exists():
        return None, None
    kinds = {"string": str, "integer": int, "number": float, "boolean": {"TRUE": True, "FALSE": False}.get}
    kinds = [kinds[field["type"]] for field in resource["schema"]["fields"]]
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, [[kind(cell) if cell else None for kind, cell in zip(kinds, row)] for row in rows]


def r():
    script = 'source("load.R"); cat(nrow(years), nrow(waves), sum(years$count, na.rm = TRUE), sum(is.na(years$count)), class(years$state))'
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, cwd=FOLDER)
    assert done.returncode == 0, done.stderr
    header, years = table("years")
    counts = [row[header.index("count")] for row in years]
    known = [int(count) for count in counts if count is not None]
    expected = [len(years), len(table("waves")[1]), sum(known), len(counts) - len(known), "factor"]
    assert done.stdout.split() == [str(part) for part in expected], (done.stdout, expected)
    return done.stdout


def citation():
    run("cffconvert", "--validate", "-i", FOLDER / "CITATION.cff")
    return "valid"


def datasette():
    port = 8987
    server = subprocess.Popen(
        [BIN / "datasette", LEDGER, "-m", FOLDER / "metadata.yaml", "-p", str(port), "--setting", "sql_time_limit_ms", "20000"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}/{urllib.parse.quote(LEDGER.stem)}"
    try:
        page = waited(f"{base}/yearly")
        assert "The table of the study" in page and "denominator: all articles" in page, "no descriptions"
        header, rows = table("years")
        country, year, count = (header.index(name) for name in ("country", "year", "count"))
        paper = header.index("newspaper")
        papers = {row[0] for row in table("newspapers")[1] if row[2] == "newspaper"}
        best = max((row for row in rows if row[paper] in papers and row[count]), key=lambda row: int(row[count]))
        found = json.loads(waited(f"{base}/cell.json?country={best[country]}&year={best[year]}&_shape=objects"))
        articles = {(row["path"], row["position"]) for row in found["rows"] if row["newspaper"] == best[paper]}
        assert found["truncated"] or len(articles) == int(best[count]), (best, len(articles))
        for query in (f"years?country={best[country]}", "seen", "fates"):
            assert "Error" not in waited(f"{base}/{query}")[:2000]
    finally:
        server.terminate()
        server.wait(10)
    return f"described; the evidence of {best[country]} {best[year]} in {best[paper]}: {len(articles)} articles, as counted"


def waited(url):
    for _ in range(60):
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{url}: {error.code} {error.read()[:500]}") from error
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{url}: no answer")


def tool_version(name):
    try:
        if name == "soffice":
            return subprocess.run(["soffice", "--version"], capture_output=True, text=True).stdout.split()[1]
        if name == "Rscript":
            return subprocess.run(["Rscript", "--version"], capture_output=True, text=True).stdout.split()[3]
        if name == "cffconvert":
            return subprocess.run([name, "--version"], capture_output=True, text=True).stdout.strip()
        return version(name)
    except Exception:
        return "not there"


CHECKS = [
    (frictionless, "frictionless"),
    (profile, "jsonschema"),
    (ro_crate, "roc-validator"),
    (duckdb, "duckdb"),
    (pandas, "pyarrow"),
    (polars, "polars"),
    (openpyxl, "openpyxl"),
    (libreoffice, "soffice"),
    (r, "Rscript"),
    (citation, "cffconvert"),
    (datasette, "datasette"),
]
# Programs that no Python package brings: left out, and said so, where they are not installed.
PROGRAMS = ("soffice", "Rscript")

failed = False
for check, tool in CHECKS:
    at = tool_version(tool)
    if tool in PROGRAMS and at == "not there":
        result = "left out: not installed"
    else:
        try:
            result = f"ok: {check()}"
        except LeftOut as why:
            result = f"left out: {why}"
        except Exception as error:
            failed, result = True, f"FAILED: {type(error).__name__}: {error}"
    print(f"{check.__name__:14}{tool:15}{at:12}{result}", flush=True)
sys.exit(failed)
