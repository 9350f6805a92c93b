"""Compares translated Parquet files with their sources: python parquet.py READER SOURCE TRANSLATION PAIRS NESTED …

A translation has one column more, text_en behind text, in which echo has put the texts of that. PAIRS are the sentence
pairs of it, one a row, and NESTED the same pairs as a list in the row of their document."""

import json
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

elif reader == "datasets":
    import datasets

    # The program that reads data sets for models takes an output folder as it is, by its card.
    folder, *names = names
    sets = {part: datasets.load_dataset(folder, part)["train"].to_list() for part in ("pairs", "documents")}

    def read(name):
        stem = name.rpartition("/")[2].removesuffix(".bitext.parquet").removesuffix(".nested.parquet")
        part = "documents" if name.endswith(".nested.parquet") else "pairs"
        if not name.endswith((".bitext.parquet", ".nested.parquet")):
            table = datasets.Dataset.from_parquet(name)
            return table.column_names, {c: table[:][c] for c in table.column_names}
        rows = [row for row in sets[part] if row["document"].rpartition("#")[0] == stem]
        columns = list(sets[part][0])
        return columns, {c: [row[c] for row in rows] for c in columns}

else:
    import pandas

    def read(name):
        frame = pandas.read_parquet(name)
        return list(frame.columns), {c: [plain(v) for v in frame[c]] for c in frame.columns}

    def plain(v):
        """Lists are arrays to pandas, and a null in a column of numbers is NaN."""
        if isinstance(v, dict):
            return {k: plain(e) for k, e in v.items()}
        if hasattr(v, "tolist") and getattr(v, "ndim", 0):
            return [plain(e) for e in v]
        if v is None or v != v:
            return None
        return v.item() if hasattr(v, "item") else v


def unnested(document):
    """Returns the rows that the pairs of a document are in the other form."""
    for pair in document["pairs"]:
        row = {"document": document["document"]} | {k: v for k, v in pair.items() if not isinstance(v, list)}
        for key, native in lists.items():
            row[key if key != "alignment" else "links"] = [native(s) for s in pair[key]]
        yield row


def place(finding):
    """Returns a finding as the native form has it."""
    out = {k: finding[k] for k in ("check", "severity", "message")}
    for side in "source", "target":
        span = [finding[side + "_start"], finding[side + "_end"]]
        if span != [None, None]:
            out[side] = span
    return out


lists = {
    "findings": place,
    "runs": lambda s: s,
    "alignment": lambda s: [s["source_start"], s["source_end"], s["target_start"], s["target_end"]],
    "spans": lambda s: [s["start"], s["end"]],
}

for source, translation, pairs, nested in zip(names[0::4], names[1::4], names[2::4], names[3::4]):
    columns, was = read(source)
    now_columns, now = read(translation)
    at = columns.index("text") + 1
    assert now_columns == columns[:at] + ["text_en"] + columns[at:], (translation, now_columns)
    assert now.pop("text_en") == was["text"], translation
    assert now == was, (translation, [c for c in was if now[c] != was[c]])

    columns, rows = read(pairs)
    assert columns[:4] == ["document", "id", "source", "target"], (pairs, columns)
    assert rows["source"] == rows["target"], pairs
    assert all(0 <= float(r) <= 1 for r in rows["risk"] if r is not None), (pairs, rows["risk"])

    _, documents = read(nested)
    documents = [dict(zip(documents, values)) for values in zip(*documents.values())]
    assert all(d["from"] == "de" and d["to"] == "en" for d in documents), nested
    flat = [dict(zip(rows, values)) for values in zip(*rows.values())]
    for row in flat:
        for key in "findings", "runs", "links", "spans":
            row[key] = json.loads(row[key]) if row[key] else []
    got = [row for d in documents for row in unnested(d)]
    assert got == flat, (nested, [(a, b) for a, b in zip(got, flat) if a != b][:1], len(got), len(flat))
