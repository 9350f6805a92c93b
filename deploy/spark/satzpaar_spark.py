"""Translates a column of a Spark data frame with satzpaar, which runs beside each task as a process of its own.

    satzpaar worker --print-settings > settings.json
    spark-submit --files satzpaar,settings.json --py-files ../satzpaar_worker.py satzpaar_spark.py \
        INPUT.parquet OUTPUT.parquet --column text

The program and its settings travel to the machines as files; beside them, these need what every Arrow function of
Spark needs: PyArrow and pandas, which PyPI's pyspark[sql] brings. A task that fails, with its
machine or without, is tried again by Spark; one that runs twice gives the same rows twice, of which Spark keeps one.
What a worker reads and writes is described in doc/scale.md.
"""

import argparse
import collections
import itertools
import json
import os
import sys

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

from satzpaar_worker import Worker

ADDED = [
    StructField("translation", StringType()),
    StructField("risk", DoubleType()),  # 0 to 1
    StructField("error", StringType()),  # why the row, or a sentence of it, has no translation
]


def start(settings, *flags):
    """Starts a worker on this machine."""
    program = SparkFiles.get("satzpaar")
    os.chmod(program, 0o700)  # files travel without their permissions
    given = ["--settings", SparkFiles.get(settings)] if settings else []
    # Archives, such as ./model, are unpacked into that folder on the driver as well.
    return Worker(program, *flags, *given, cwd=SparkFiles.getRootDirectory())


def translate(frame, column, settings="settings.json", jobs=1, flags=("--no-cache",)):
    """Returns frame with the columns translation, risk and error, and counters of records, sentences and failures.

    The counters are exact where no task was tried again.
    """
    spark = frame.sparkSession
    counters = {name: spark.sparkContext.accumulator(0) for name in ("records", "sentences", "failed")}
    here = start(settings, *flags)
    here.close()
    flags = [*flags, "--jobs", str(jobs), "--expect", here.backends[0]]  # all machines must have the model of this one

    def partition(batches):
        worker, sent = start(settings, *flags), collections.deque()

        def texts():
            for batch in batches:
                if batch.num_rows:
                    sent.append(batch)
                    yield from batch.column(column).to_pylist()

        try:
            answers = worker.answers(texts())
            for first in answers:
                batch = sent.popleft()
                yield answered(batch, [first, *itertools.islice(answers, batch.num_rows - 1)])
            worker.close()
        finally:  # also of a task that is not needed any more
            worker.kill()

    def answered(batch, answers):
        counters["records"].add(batch.num_rows)
        for _, outcome in answers:
            counters["sentences"].add(outcome.get("sentences", 0))
            counters["failed"].add(outcome.get("failed", 0))
        columns = [
            pa.array([translation for translation, _ in answers], pa.string()),
            pa.array([outcome.get("risk") for _, outcome in answers], pa.float64()),
            pa.array([outcome.get("error") for _, outcome in answers], pa.string()),
        ]
        names = batch.schema.names + [field.name for field in ADDED]
        return pa.RecordBatch.from_arrays(batch.columns + columns, names=names)

    kept = [f for f in frame.schema.fields if f.name not in {a.name for a in ADDED}]
    result = frame.select(*(f.name for f in kept)).mapInArrow(partition, StructType(kept + ADDED))
    return result, counters


def main():
    p = argparse.ArgumentParser(description="Translates a column of a Parquet data set.")
    p.add_argument("input")
    p.add_argument("output")
    p.add_argument("--column", default="text")
    p.add_argument("--settings", default="settings.json", help="name of the file that --files has sent")
    p.add_argument("--partitions", type=int, help="parts of the work; a multiple of the cores of the cluster")
    a = p.parse_args()
    spark = SparkSession.builder.appName("satzpaar").getOrCreate()
    frame = spark.read.parquet(a.input)
    if a.partitions:
        frame = frame.repartition(a.partitions)
    cpus = int(spark.conf.get("spark.task.cpus", "1"))
    result, counters = translate(frame, a.column, a.settings, jobs=cpus)
    result.write.mode("errorifexists").parquet(a.output)
    print(json.dumps({name: counter.value for name, counter in counters.items()}), file=sys.stderr)


if __name__ == "__main__":
    main()
