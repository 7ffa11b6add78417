"""Fails where a rebuild takes over 3 % more instructions a record than docs/performance.md says; the last step of `just bench`.

A wanted rise is written down by `just race`, which writes that page again.
"""
import re
from pathlib import Path

from run import instructions

PAGE = Path("docs/performance.md")
ALLOWED = 1.03


def main():
    told = instructions()
    if told is None:
        raise SystemExit("no valgrind: instructions are not counted, and whether they rose is not known")
    known = re.search(r"^\| all \| ([\d,]+) \|", PAGE.read_text(encoding="utf-8"), re.M)
    known, now = int(known[1].replace(",", "")), round(told["all"])
    print(f"{now:,} instructions a record, {known:,} in {PAGE}: {now / known - 1:+.1%}")
    if now > known * ALLOWED:
        raise SystemExit(f"that is over {ALLOWED - 1:.0%} more; find out why, or write it down with `just race`")


if __name__ == "__main__":
    main()
