"""SQL alone: DuckDB reads the JSON, takes texts apart into words and joins them with the forms."""
import duckdb
from contest import FORMS, OUT, files

DOC = "struct(_id varchar, headline struct(main varchar), abstract varchar, lead_paragraph varchar)"
COLUMNS = {"response": f"struct(docs {DOC}[])"}

base = duckdb.connect()
base.execute("create table form as select * from read_csv(?, delim = '\t', header = false, quote = '', "
             "columns = {'form': 'varchar', 'polity': 'varchar'})", [str(FORMS)])
base.execute(r"""
    copy (
        with article as (
            select doc._id as id, concat_ws(chr(10), doc.headline.main, doc.abstract,
                   case when doc.lead_paragraph <> doc.abstract then doc.lead_paragraph end) as text
            from (select unnest(response.docs) as doc
                  from read_json(?, columns = ?, format = 'auto', compression = 'zstd', maximum_object_size = 100000000))
        ),
        word as (select distinct id, unnest(regexp_extract_all(text, '[\pL\pN]+')) as form from article)
        select distinct id, polity from word join form using (form)
    ) to '""" + str(OUT) + r"""' (header false, delimiter '\t')""", [[str(file) for file in files()], COLUMNS])
