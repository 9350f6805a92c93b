"""Runs a satzpaar worker beside a program in Python: what doc/scale.md describes, in a few lines.

Spark, Ray, Beam and other engines import this file. It needs nothing but Python, and pyarrow for tables.
"""

import contextlib
import json
import queue
import subprocess
import threading

PROTOCOL = 1
AHEAD = 256  # records that are sent before the answer of the first has come
COMPLETE = (0, 1, 4)  # exit codes of a worker that has answered everything
ADDED = ("translation", "risk", "error")  # columns of tables
ENDED = "the worker ended before it had answered everything"


class Worker:
    """A worker that translates texts until it is closed. Its model is opened once.

    cwd is the folder that the names of files in its flags and settings start from."""

    def __init__(self, program="satzpaar", *flags, cwd=None):
        line = [program, "worker", *flags]
        self.process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cwd)
        hello = json.loads(self.process.stdout.readline() or "{}")
        if hello.get("satzpaarWorker") != PROTOCOL:
            self.kill()
            raise RuntimeError(f"the worker does not speak version {PROTOCOL} of the protocol: {hello}")
        self.backends = hello["backends"]
        self.busy = False  # answers are still to be read

    def translate(self, texts):
        """Yields for each text its translation, the greatest risk of its sentences, and what went wrong. A text that is
        None is not translated, and all three are None. All are to be read before others are asked for."""
        for translation, outcome in self.answers(texts):
            yield translation, outcome.get("risk"), outcome.get("error")

    def answers(self, texts):
        """Yields for each text its translation and what the worker says of it: the member satzpaar of the protocol."""
        if self.busy:
            raise RuntimeError("the answers to the texts before were not read to their end")
        self.busy = True
        free, sent = threading.Semaphore(AHEAD), queue.SimpleQueue()
        abandoned = threading.Event()

        def send():
            try:
                for text in texts:
                    free.acquire()
                    if abandoned.is_set():
                        return
                    self.process.stdin.write(json.dumps({"text": text or ""}).encode() + b"\n")
                    self.process.stdin.flush()
                    sent.put(text)
                sent.put(StopIteration)
            except BrokenPipeError:
                sent.put(RuntimeError(ENDED))
            except BaseException as e:  # is raised where the answers are read
                sent.put(e)

        threading.Thread(target=send, daemon=True).start()
        try:
            while (text := sent.get()) is not StopIteration:
                if isinstance(text, BaseException):
                    self.busy = False  # what was sent before is answered
                    raise text
                line = self.process.stdout.readline()
                if not line.endswith(b"\n"):
                    raise RuntimeError(ENDED)
                free.release()
                answer = json.loads(line)
                if text is None:
                    yield None, {}
                else:
                    yield answer.get("translation"), answer["satzpaar"]
            self.busy = False
        finally:
            abandoned.set()
            free.release()

    def table(self, table, column):
        """Returns a table of pyarrow with the columns of ADDED, which take the place of those that are there."""
        import pyarrow as pa

        answers = list(self.translate(table[column].to_pylist()))
        values = zip(*answers) if answers else ((), (), ())
        schema = schema_with(table.schema)
        table = table.select([name for name in table.column_names if name not in ADDED])
        for name, added in zip(ADDED, values):
            table = table.append_column(name, pa.array(added, schema.field(name).type))
        return table

    def close(self):
        """Ends the worker; what is on its way is thrown away."""
        # A worker whose answers nobody reads waits with them for ever.
        rest = threading.Thread(target=self.process.stdout.read, daemon=True)
        rest.start()
        with contextlib.suppress(BrokenPipeError):  # it has ended by itself
            self.process.stdin.close()
        rest.join()
        if self.process.wait() not in COMPLETE:
            raise RuntimeError(f"the worker ended with {self.process.returncode}")

    def kill(self):
        self.process.kill()
        self.process.wait()


def schema_with(schema):
    """Returns the schema of the tables that Worker.table makes of those with a schema."""
    import pyarrow as pa

    kept = [field for field in schema if field.name not in ADDED]
    kinds = pa.string(), pa.float64(), pa.string()
    return pa.schema(kept + [pa.field(name, kind) for name, kind in zip(ADDED, kinds)])
