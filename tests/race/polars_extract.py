"""orjson reads (Polars does not take one large object apart lazily), Polars finds, joins and writes."""
import orjson
import polars as pl
from contest import OUT, documents, forms, texts

# Of forms that begin at one place the first given is taken: the longest first.
polity_of = dict(sorted(forms().items(), key=lambda form: -len(form[0])))
names = pl.LazyFrame({"form": list(polity_of), "polity": list(polity_of.values())})
parts = []
for document in documents():
    docs = orjson.loads(document)["response"]["docs"]
    rows = {"id": [doc["_id"] for doc in docs], "text": ["\n".join(texts(doc)) for doc in docs]}
    found = pl.col("text").str.extract_many(list(polity_of), leftmost=True).alias("form")
    pairs = pl.LazyFrame(rows).select("id", found).explode("form").drop_nulls().join(names, on="form")
    parts.append(pairs.select("id", "polity").unique().collect())
pl.concat(parts).write_csv(OUT, separator="\t", include_header=False)
