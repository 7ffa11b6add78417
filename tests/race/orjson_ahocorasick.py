"""orjson reads, ahocorasick_rs finds the longest forms, their ends are looked at, sqlite3 stores."""
import ahocorasick_rs
import orjson
from contest import documents, forms, save, texts

polity_of = forms()
polities = list(polity_of.values())
find = ahocorasick_rs.AhoCorasick(list(polity_of), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest).find_matches_as_indexes


def pairs(document):
    for doc in orjson.loads(document)["response"]["docs"]:
        for text in texts(doc):
            for form, start, end in find(text):
                if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                    yield doc["_id"], polities[form]


save(map(pairs, documents()))
