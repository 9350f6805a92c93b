"""Makes the samples beside it, with pyarrow: python make.py"""

import datetime
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
rows = range(25)
texts = [None if i % 7 == 3 else f"Das ist Satz {i}. Grüße!" for i in rows]
table = pa.table({
    "id": pa.array(rows, pa.int64()),
    "text": texts,
    "category": pa.array(["abc"[i % 3] for i in rows]).dictionary_encode(),
    "when": [datetime.datetime(2020, 1, 1, i % 24, tzinfo=datetime.timezone.utc) for i in rows],
    "numbers": [[i, i + 1] if i % 2 else None for i in rows],
    "pair": pa.array([None if i % 5 == 4 else {"de": texts[i], "n": i} for i in rows],
                     pa.struct([pa.field("de", pa.string()), pa.field("n", pa.int32(), nullable=False)])),
})
for codec in "none", "snappy", "gzip", "zstd":
    for version in "1.0", "2.0":
        pq.write_table(table, here / f"{codec}-{version}.parquet", compression=codec, data_page_version=version,
                       row_group_size=10)
for encoding in "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY":
    pq.write_table(table.drop_columns(["category"]), here / f"{encoding}.parquet", use_dictionary=False,
                   column_encoding={"text": encoding, "pair.de": encoding}, write_statistics=False, store_schema=False)
pq.write_table(table, here / "indexed.parquet", write_page_index=True, sorting_columns=[pq.SortingColumn(0), pq.SortingColumn(2)])
pq.write_table(table.slice(0, 0), here / "empty.parquet")
pq.write_table(table.select(["text"]), here / "lz4.parquet", compression="lz4")
