"""Compares a translated Parquet file with its source: python parquet.py READER SOURCE TRANSLATION COLUMN

COLUMN is the one that the translation has more, and in which echo has put the texts of the column text.

    python parquet.py READER PAIRS

reads the sentence pairs of echo."""

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


if len(names) == 1:
    columns, pairs = read(names[0])
    assert columns[:4] == ["document", "id", "source", "target"], columns
    assert pairs["source"] == pairs["target"]
    assert all(float(risk) >= 0 for risk in pairs["risk"] if risk not in (None, "nan")), pairs["risk"]
    sys.exit()

source, translation, column = names
columns, was = read(source)
now_columns, now = read(translation)
at = columns.index("text") + 1
assert now_columns == columns[:at] + [column] + columns[at:], now_columns
assert now.pop(column) == was["text"], column
assert now == was, [c for c in was if now[c] != was[c]]
