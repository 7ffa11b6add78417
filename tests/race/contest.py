"""What the contestants in Python share: their arguments, the documents, the forms, and where their pairs go.

    contestant.py STORE FORMS OUT

STORE has the compressed documents, FORMS a line `form`, tab, `polity` for each form; into OUT goes a pair (article's id, polity)
for each polity that an article names.
"""
import sqlite3
import sys
from pathlib import Path

import zstandard

STORE, FORMS, OUT = map(Path, sys.argv[1:4])


def files():
    return sorted(STORE.rglob("*.zst"))


def documents():
    """The unpacked bytes of each document."""
    for file in files():
        yield zstandard.ZstdDecompressor().decompressobj().decompress(file.read_bytes())


def forms():
    """Polity by form."""
    with open(FORMS, encoding="utf-8") as lines:
        return dict(line.rstrip("\n").split("\t") for line in lines)


def texts(doc):
    """Headline, abstract and lead, none twice."""
    return dict.fromkeys(filter(None, (doc["headline"]["main"], doc["abstract"], doc["lead_paragraph"])))


def save(documents):
    """Puts the pairs of each document, a list, into a table."""
    OUT.unlink(missing_ok=True)
    table = sqlite3.connect(OUT)
    table.execute("pragma journal_mode = off")
    table.execute("pragma synchronous = off")
    table.execute("create table pair (id text, polity text, primary key (id, polity)) without rowid")
    for pairs in documents:
        table.executemany("insert or ignore into pair values (?, ?)", pairs)
    table.commit()
