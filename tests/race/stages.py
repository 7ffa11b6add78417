"""Where a rebuild's instructions go, counted in valgrind's simulator: figures without noise, on any machine the same way."""
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

# A stage's function, with all that it calls.
FUNCTIONS = {
    "digest": r"Archive::stored_bytes",
    "unpack": r"ZSTD_decompressStream",
    "press": r"Source::read_naming",
    "record": r"count::(read::)?Reader::read::\{\{closure\}\}",
    "names": r"Gazetteer>::read",
    "verdict": r"Inference::judge",
    "rows": r"Ledger>?::replace",
    "settle": r"Ledger>?::settle",
    "publish": r"Ledger>?::publish",
}


def counted(command, folder):
    """Instructions of each function by the names above, and `all`; `None` where there is no simulator."""
    if not shutil.which("valgrind"):
        return None
    with tempfile.TemporaryDirectory() as aside:
        out = Path(aside) / "callgrind.out"
        simulator = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"]
        subprocess.run([*simulator, *map(str, command)], cwd=folder, capture_output=True, check=True)
        told = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", out], capture_output=True, text=True).stdout
    lines = re.findall(r"^ *([\d,]+) \(.*?\) +(.*?)(?: \[.*)?$", told, re.M)
    lines = [(int(count.replace(",", "")), name) for count, name in lines]
    found = {stage: max((n for n, name in lines if re.search(pattern + r"$", name)), default=0) for stage, pattern in FUNCTIONS.items()}
    return found | {"all": max(n for n, name in lines if name == "PROGRAM TOTALS")}


def a_record(small, large, records):
    """Instructions a record by stage, of two counts that differ by so many records: what it takes to start falls out."""
    each = {stage: (large[stage] - small[stage]) / records for stage in large}
    stages = {
        "the digest of the stored bytes, SHA-256 in software": each["digest"],
        "unpacking": each["unpack"],
        "reading JSON": each["press"] - each["record"] - each["unpack"],
        "names, with their contexts": each["names"],
        "the verdict: international or not": each["verdict"],
        "the rest of an article: ids, keys, index terms": each["record"] - each["names"] - each["verdict"],
        "rows into the ledger": each["rows"],
        "records that are the same article": each["settle"],
        "what questions read, derived and published": each["publish"],
    }
    return stages | {"all else": each["all"] - sum(stages.values()), "all": each["all"]}
