//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/required"
)

// TestEngines translates a Parquet file with the examples for Ray and Beam; the first worker of Ray's ends before it has
// answered anything. SATZPAAR_PYTHON names a Python that has them; where SATZPAAR_REQUIRE names "ray" or "beam", it must.
func TestEngines(t *testing.T) {
	command := installed(t)
	deploy, err := filepath.Abs("../../deploy")
	if err != nil {
		t.Fatal(err)
	}
	in, err := filepath.Abs("../../internal/parquet/testdata/snappy-1.0.parquet")
	if err != nil {
		t.Fatal(err)
	}
	mortal := filepath.Join(t.TempDir(), "mortal")
	script := fmt.Sprintf("#!/bin/sh\nif mkdir '%s.died' 2> /dev/null; then '%s' \"$@\" | head -n 1; else exec '%s' \"$@\"; fi\n",
		mortal, command, command)
	if err := os.WriteFile(mortal, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, engine := range []struct {
		name, module string
		args         []string // after input and output
	}{
		{"ray", "ray.data", []string{"--workers", "1", "--program", mortal, "--flags", "--backend echo --no-cache"}},
		{"beam", "apache_beam.io.parquetio", []string{"--program", command, "--flags", "--backend echo --no-cache"}},
	} {
		t.Run(engine.name, func(t *testing.T) {
			python := os.Getenv("SATZPAAR_PYTHON")
			if python == "" || exec.Command(python, "-c", "import "+engine.module).Run() != nil {
				required.Missing(t, engine.name, "SATZPAAR_PYTHON does not name a Python that has %s", engine.name)
			}
			dir := t.TempDir()
			out := filepath.Join(dir, "out", "part")
			cmd := exec.Command(python, append([]string{filepath.Join(deploy, "satzpaar_"+engine.name+".py"), in, out},
				engine.args...)...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PYTHONPATH="+deploy, "XDG_CONFIG_HOME="+dir)
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, said)
			}
			const compare = `
import sys
import pyarrow.dataset as ds
import pyarrow.parquet as pq
was = pq.read_table(sys.argv[1]).sort_by("id")
now = ds.dataset(sys.argv[2], format="parquet").to_table().sort_by("id")
assert now["id"].equals(was["id"]), now["id"]
assert now["translation"].to_pylist() == was["text"].to_pylist(), now["translation"]
assert now["pair"].to_pylist() == was["pair"].to_pylist(), now["pair"]
assert all(e is None for e in now["error"].to_pylist()), now["error"]
`
			if said, err := exec.Command(python, "-c", compare, in, filepath.Join(dir, "out")).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
}

// TestWorkerClosed: a Python program may end a worker of deploy/satzpaar_worker.py before it has read all answers, and
// gets none of these for other texts. No thread goes on waiting to send it more.
func TestWorkerClosed(t *testing.T) {
	command := installed(t)
	python, err := exec.LookPath("python3")
	if err != nil {
		required.Missing(t, "python", "python3 is not here")
	}
	const script = `
import itertools, sys, threading, time
from satzpaar_worker import Worker
worker = Worker(sys.argv[1], "--backend", "echo", "--no-cache")
text = "Das ist ein langer Satz. " * 50  # answers to 256 of them do not fit into a pipe
answers = list(worker.translate(["Ja.", None]))
assert [a[0] for a in answers] == ["Ja.", None], answers
try:
    list(worker.translate(["Ja.", b"no text"]))
    raise AssertionError("bytes were sent")
except TypeError:
    pass
translation, risk, error = next(worker.translate(itertools.repeat(text)))
assert translation == text and error is None, (translation, error)
try:
    answers = list(worker.translate(["Nein."]))
except RuntimeError:
    answers = None
assert answers is None, answers  # they would be those of other texts
worker.close()
worker = Worker(sys.argv[1], "--backend", "echo", "--no-cache")
next(worker.translate(itertools.repeat("Ja.")))
ends = time.monotonic() + 20
while threading.active_count() > 1 and time.monotonic() < ends:
    time.sleep(0.01)
assert threading.active_count() == 1, threading.enumerate()
worker.close()
worker = Worker(sys.argv[1], "--backend", "echo", "--no-cache")
worker.kill()  # as a machine without memory does
for use in (lambda: list(worker.translate(["Ja."] * 1000)), worker.close):
    try:
        use()
        raise AssertionError("a worker that is gone was used")
    except RuntimeError:
        pass
`
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, python, "-c", script, command)
	cmd.Env = append(os.Environ(), "PYTHONPATH=../../deploy", "PYTHONDONTWRITEBYTECODE=1", "XDG_CONFIG_HOME="+t.TempDir())
	cmd.WaitDelay = time.Second // for a worker that is left behind
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}
