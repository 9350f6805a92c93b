"""Translates a column of a Parquet data set with satzpaar in an Apache Beam pipeline.

    python satzpaar_beam.py INPUT OUTPUT --column text --flags "--settings settings.json" [flags of Beam]

INPUT and OUTPUT are patterns and prefixes of files, as Beam has them. The program satzpaar must be on the machines, and
satzpaar_worker.py beside this file (--setup_file or a container of your own). Bundles that fail are tried again by the
runner; one that runs twice gives the same rows.
"""

import argparse
import shlex

import apache_beam as beam
import pyarrow.parquet as pq
from apache_beam.io.filesystems import FileSystems
from apache_beam.io.parquetio import ReadFromParquetBatched, WriteToParquetBatched
from apache_beam.options.pipeline_options import PipelineOptions

from satzpaar_worker import Worker, schema_with


class Translate(beam.DoFn):
    """Translates tables with a worker of its own."""

    def __init__(self, column, program, flags):
        self.column, self.program, self.flags = column, program, flags

    def setup(self):
        self.worker = Worker(self.program, *self.flags)

    def process(self, table):
        yield self.worker.table(table, self.column)

    def teardown(self):
        self.worker.kill()


def main():
    p = argparse.ArgumentParser(description="Translates a column of a Parquet data set.")
    p.add_argument("input")
    p.add_argument("output")
    p.add_argument("--column", default="text")
    p.add_argument("--program", default="satzpaar")
    p.add_argument("--flags", default="", help="flags of satzpaar worker")
    a, rest = p.parse_known_args()
    first = FileSystems.match([a.input])[0].metadata_list[0].path
    with FileSystems.open(first) as file:
        schema = schema_with(pq.read_schema(file))
    with beam.Pipeline(options=PipelineOptions(rest, save_main_session=True)) as pipeline:
        (pipeline
         | ReadFromParquetBatched(a.input)
         | beam.ParDo(Translate(a.column, a.program, shlex.split(a.flags)))
         | WriteToParquetBatched(a.output, schema, file_name_suffix=".parquet"))


if __name__ == "__main__":
    main()
