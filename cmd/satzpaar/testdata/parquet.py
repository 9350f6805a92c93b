"""Compares translated Parquet files with their sources: python parquet.py READER SOURCE TRANSLATION PAIRS …

A translation has one column more, text_en behind text, in which echo has put the texts of that. PAIRS are the sentence
pairs of it."""

import sys

reader, *names = sys.argv[1:]

if reader == "pyarrow":
    import pyarrow.parquet as pq

    def read(name):
        table = pq.read_table(name)
        return table.column_names, {c: table[c].to_pylist() for c in table.column_names}

elif reader == "duckdb":
    import duckdb

    def read(name):
        rows = duckdb.sql(f"select * from '{name}'")
        values = list(zip(*rows.fetchall())) or [()] * len(rows.columns)
        return rows.columns, {c: list(v) for c, v in zip(rows.columns, values)}

else:
    import pandas

    def read(name):
        frame = pandas.read_parquet(name)
        return list(frame.columns), {c: [str(v) for v in frame[c]] for c in frame.columns}


for source, translation, pairs in zip(names[0::3], names[1::3], names[2::3]):
    columns, was = read(source)
    now_columns, now = read(translation)
    at = columns.index("text") + 1
    assert now_columns == columns[:at] + ["text_en"] + columns[at:], (translation, now_columns)
    assert now.pop("text_en") == was["text"], translation
    assert now == was, (translation, [c for c in was if now[c] != was[c]])

    columns, rows = read(pairs)
    assert columns[:4] == ["document", "id", "source", "target"], (pairs, columns)
    assert rows["source"] == rows["target"], pairs
    assert all(0 <= float(r) <= 1 for r in rows["risk"] if r not in (None, "nan", "None")), (pairs, rows["risk"])
