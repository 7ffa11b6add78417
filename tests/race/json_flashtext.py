"""The standard library's json reads, flashtext finds whole words, sqlite3 stores."""
import json

from contest import documents, forms, save, texts
from flashtext import KeywordProcessor

keywords = KeywordProcessor(case_sensitive=True)
for form, polity in forms().items():
    keywords.add_keyword(form, polity)


def pairs(document):
    for doc in json.loads(document)["response"]["docs"]:
        for text in texts(doc):
            for polity in keywords.extract_keywords(text):
                yield doc["_id"], polity


save(map(pairs, documents()))
