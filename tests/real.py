"""Runs the program on real records and series that are not part of the project, and checks every figure.

    python3 tests/real.py BINARY SHARED [disagreements]

SHARED is the folder with `data/` and `oracle/`. Where it is absent the script says so and succeeds.
Uses nothing but Python's standard library.
"""
from fractions import Fraction
import csv, glob, importlib.util, json, os, subprocess, sys, tempfile, time

binary, shared = (os.path.abspath(argument) for argument in sys.argv[1:3])
if not os.path.isdir(os.path.join(shared, "data")):
    print(f"skipped: no shared data at {shared}")
    sys.exit(0)
data = os.path.join(shared, "data")
failures = []


def check(what, found, expected):
    right = found == expected
    print(f"{'ok  ' if right else 'FAIL'}  {what}: {found}" + ("" if right else f", expected {expected}"))
    if not right:
        failures.append(what)


def run(*arguments, folder):
    done = subprocess.run([binary, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def records():
    """All captures read, no record lost, the as-served files add nothing, strike months are no zeros."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "groundswell.toml"), "w") as file:
            file.write('name = "real"\ntitle = "Real records"\nworkspace = "."\n'
                       '[period]\nfirst_year = 1851\nlast_year = 2017\n')

        def state(*paths):
            imported = json.loads(run("import", "--json", *(os.path.join(data, path) for path in paths), folder=folder))
            run("count", folder=folder)
            status = json.loads(run("status", "--json", folder=folder))
            check(f"refused files of {paths[0]} …", len(imported["refused"]), 0)
            for source, records in status["records"].items():
                fates = [fate["records"] for fate in status["fates"] if fate["source"] == source]
                check(f"{source}: counted + excluded + quarantined", sum(fates), records)
            counted = sum(fate["records"] for fate in status["fates"] if fate["fate"] == "counted")
            return imported, status, counted

        imported, _, _ = state("nyt_api/archive_months_from_search")
        check("records of the 120 months", (imported["files"], imported["records"]), (120, 11336))
        _, before, counted = state("nyt_api/archive_v1_2016_04.json", "nyt_api/archive_v1_transcribed")
        print(f"      {counted} international articles counted")
        _, after, again = state("nyt_api/articlesearch_v2_2000-2014")
        check("articles after the as-served files", again, counted)
        same = [[row[key] for key in ("newspaper", "year", "all_articles")] for row in before["coverage"]]
        check("all articles a year after them", [[row[key] for key in ("newspaper", "year", "all_articles")]
                                                 for row in after["coverage"]] == same, True)
        nyt = {row["year"]: row for row in after["coverage"] if row["newspaper"] == "nyt"}
        check("months of 1978 in which the NYT appeared (strike 10 August to 5 November)", nyt[1978]["months_due"], 10)
        state("guardian_api/search_2012_page1.json", "guardian_api/search_2012_page2.json")
        run("verify", "--recount", folder=folder)
        print("ok    verify --recount: the same bytes")


def index_terms():
    """Yearly counts of every country, and what they are out of: (years, country → year → count, year → all)."""
    counts, years = {}, []
    for path in sorted(glob.glob(os.path.join(data, "counts/nyt_glocations_num/*_num_data.csv"))):
        text = open(path).read().strip()
        if not text:
            continue  # failed to download: not observed, not zero
        years.append(int(os.path.basename(path)[:4]))
        for row in csv.DictReader(text.splitlines()):
            counts.setdefault(row["iso3"], {})[years[-1]] = int(row["num_occurences"])
    return years, counts, {year: sum(of.get(year, 0) for of in counts.values()) for year in years}


def reference():
    spec = importlib.util.spec_from_file_location("oracle", os.path.join(shared, "oracle", "rule_reference.py"))
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    return oracle


def series():
    """The verdicts on every country's real series equal the exact reference, for every preset."""
    oracle, (years, counts, _) = reference(), index_terms()
    presets = {"published": oracle.LN, "gsp-wlg": oracle.GSP_WLG, "gsp-ts": oracle.GSP_TS}
    with tempfile.TemporaryDirectory() as folder:
        table = os.path.join(folder, "counts.csv")
        with open(table, "w") as file:
            print("country,year,count", file=file)
            for country in sorted(counts):
                for year in years:
                    print(f"{country},{year},{counts[country].get(year, 0)}", file=file)
        for preset, rule in presets.items():
            start = time.perf_counter()
            answer = json.loads(run("waves", "--from", table, "--rule", preset, "--json", folder=folder))
            seconds = time.perf_counter() - start
            differing = sum(verdicts(entry) != expected(oracle, rule, counts[entry["country"]], years)
                            for entry in answer["series"])
            check(f"{preset}: series that differ from the reference", differing, 0)
            print(f"      {len(answer['series'])} series × {years[-1] - years[0] + 1} years in {seconds:.2f} s")


def verdicts(entry):
    return [(verdict["year"], verdict["verdict"]) for verdict in entry["verdicts"]]


def expected(oracle, rule, counts, years):
    first, last = years[0], years[-1]
    known = set(years)
    values = [counts.get(year, 0) if year in known else None for year in range(first, last + 1)]
    word = {"wave": "wave", "no": "none", "undetermined": "undetermined", "missing": "missing"}
    return [(first + row["i"], word[row["status"]]) for row in oracle.flags(values, **rule)]


def disagreements():
    """Raw against share of all, holes against zeros, preset against preset: printed, timed, two lines checked."""
    oracle, (years, counts, total) = reference(), index_terms()
    with tempfile.TemporaryDirectory() as folder:
        table = os.path.join(folder, "counts.csv")
        with open(table, "w") as file:
            print("country,year,count,exposure", file=file)
            for country in sorted(counts):
                for year in years:
                    print(f"{country},{year},{counts[country].get(year, 0)},{total[year]}", file=file)
        start = time.perf_counter()
        print(run("compare", "--from", table, folder=folder))
        print(f"      {len(counts)} countries in {time.perf_counter() - start:.2f} s")
        answer = json.loads(run("compare", "--from", table, "--json", folder=folder))
    known, span = set(years), range(years[0], years[-1] + 1)

    def waves(values, **rule):
        return [row["i"] for row in oracle.flags(values, **{**oracle.LN, **rule}) if row["status"] == "wave"]

    zeros = rates = 0
    for country in counts.values():
        raw = [country.get(year, 0) if year in known else None for year in span]
        share = [Fraction(country.get(year, 0), total[year]) if year in known else None for year in span]
        zeros += waves(raw) != waves(raw, zero_fill=True)
        rates += waves(raw) != waves(share)
    summary = {line["name"]: line for line in answer["summary"]}
    check("countries in which holes as zeros give other waves", summary["holes-as-zeros"]["differ"], zeros)
    check("countries in which the share of all gives other waves", summary["per-10000"]["differ"], rates)


if sys.argv[3:] == ["disagreements"]:
    disagreements()
else:
    records()
    series()
    disagreements()
if failures:
    sys.exit(f"{len(failures)} checks failed: {', '.join(failures)}")
