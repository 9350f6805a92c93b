"""Translates a column of a Parquet data set with satzpaar on a Ray cluster.

    python satzpaar_ray.py INPUT OUTPUT --column text --workers 8 --flags "--settings settings.json"

Each of the workers opens its model once, in an actor of Ray's own that takes a core; reading and writing need one too.
Ray replaces an actor that is lost, alone or with its machine, and gives its table to another. The program satzpaar
and PyPI's ray[data] must be on the machines, and this folder where Python finds it, such as in Ray's working_dir.
"""

import argparse
import shlex
import sys

import ray.data

from satzpaar_worker import Worker


class Translate:
    """Translates tables with a worker of its own."""

    def __init__(self, column, program, flags):
        self.column, self.line = column, [program, *flags]
        self.worker = Worker(*self.line)

    def __call__(self, table):
        try:
            return self.worker.table(table, self.column)
        except RuntimeError:  # Ray would give up the whole job
            self.worker.kill()
            self.worker = Worker(*self.line)
            return self.worker.table(table, self.column)


def main():
    p = argparse.ArgumentParser(description="Translates a column of a Parquet data set.")
    p.add_argument("input")
    p.add_argument("output")
    p.add_argument("--column", default="text")
    p.add_argument("--workers", type=int, default=1)
    p.add_argument("--program", default="satzpaar")
    p.add_argument("--flags", default="", help="flags of satzpaar worker")
    a = p.parse_args()
    ray.init()
    cores = int(ray.cluster_resources().get("CPU", 0))
    if a.workers >= cores:  # Ray would wait for one forever
        sys.exit(f"{a.workers} workers take all {cores} cores and leave none to the tasks that read and write: "
                 f"ask for {cores - 1} at most")
    ray.data.read_parquet(a.input).map_batches(
        Translate, fn_constructor_args=(a.column, a.program, [*shlex.split(a.flags), "--jobs", "1"]),
        compute=ray.data.ActorPoolStrategy(size=a.workers), batch_format="pyarrow",
        batch_size=512).write_parquet(a.output)


if __name__ == "__main__":
    main()
