"""Translates a column of a Spark data frame with satzpaar, which runs beside each task as a process of its own.

    satzpaar worker --print-settings > settings.json
    spark-submit --files satzpaar,settings.json satzpaar_spark.py INPUT.parquet OUTPUT.parquet --column text

The program and its settings travel to the machines as files; they need nothing else. A task that fails, with its
machine or without, is tried again by Spark; one that runs twice gives the same rows twice, of which Spark keeps one.
What a worker reads and writes is described in doc/scale.md.
"""

import argparse
import json
import os
import queue
import subprocess
import sys
import threading

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

PROTOCOL = 1
AHEAD = 4  # batches that are sent before the answers of the first have come
COMPLETE = (0, 1, 4)  # exit codes of a worker that has answered everything

ADDED = [
    StructField("translation", StringType()),
    StructField("risk", DoubleType()),  # 0 to 1
    StructField("error", StringType()),  # why the row, or a sentence of it, has no translation
]


def command(settings, *flags):
    """Returns the command line of a worker on this machine."""
    program = SparkFiles.get("satzpaar")
    os.chmod(program, 0o700)  # files travel without their permissions
    line = [program, "worker", *flags]
    return line + ["--settings", SparkFiles.get(settings)] if settings else line


def greeting(line):
    """Reads the first line of a worker."""
    hello = json.loads(line or "{}")
    if hello.get("satzpaarWorker") != PROTOCOL:
        raise RuntimeError(f"the worker does not speak version {PROTOCOL} of the protocol: {line!r}")
    return hello


def translate(frame, column, settings="settings.json", jobs=1, flags=("--no-cache",)):
    """Returns frame with the columns translation, risk and error, and counters of records, sentences and failures.

    The counters are exact where no task was tried again.
    """
    spark = frame.sparkSession
    counters = {name: spark.sparkContext.accumulator(0) for name in ("records", "sentences", "failed")}
    # All machines must have the model of this one.
    hello = subprocess.run(command(settings, *flags), input="", capture_output=True, text=True)
    if hello.returncode:
        raise RuntimeError(hello.stderr)
    expect = greeting(hello.stdout.partition("\n")[0])["backends"][0]
    flags = [*flags, "--jobs", str(jobs), "--expect", expect]

    def partition(batches):
        worker = subprocess.Popen(command(settings, *flags), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        sent = queue.Queue(AHEAD)  # the batches on their way, then None, or what went wrong
        given_up = threading.Event()

        def put(item):
            while not given_up.is_set():
                try:
                    return sent.put(item, timeout=1)
                except queue.Full:
                    pass

        def send():
            try:
                with worker.stdin as pipe:
                    for batch in batches:
                        put(batch)
                        texts = batch.column(column).to_pylist()
                        pipe.write("".join(json.dumps({"text": t or ""}) + "\n" for t in texts).encode())
                        pipe.flush()
                put(None)
            except BaseException as e:  # is raised by the task
                put(e)

        sender = threading.Thread(target=send, daemon=True)
        try:
            greeting(worker.stdout.readline())
            sender.start()
            while (batch := sent.get()) is not None:
                if isinstance(batch, BaseException):
                    raise batch
                yield answered(batch, worker.stdout)
            if worker.wait() not in COMPLETE:
                raise RuntimeError(f"the worker ended with {worker.returncode}")
        finally:  # also of a task that is not needed any more
            given_up.set()
            worker.kill()
            worker.wait()

    def answered(batch, lines):
        added = {field.name: [] for field in ADDED}
        for source in batch.column(column).to_pylist():
            line = lines.readline()
            if not line.endswith(b"\n"):
                raise RuntimeError("the worker ended before it had answered everything")
            answer = json.loads(line)
            outcome = answer["satzpaar"]
            added["translation"].append(None if source is None else answer.get("translation"))
            added["risk"].append(outcome.get("risk"))
            added["error"].append(outcome.get("error"))
            counters["sentences"].add(outcome.get("sentences", 0))
            counters["failed"].add(outcome.get("failed", 0))
        counters["records"].add(batch.num_rows)
        columns = [pa.array(added[f.name], pa.float64() if f.name == "risk" else pa.string()) for f in ADDED]
        return pa.RecordBatch.from_arrays(batch.columns + columns, names=batch.schema.names + list(added))

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
