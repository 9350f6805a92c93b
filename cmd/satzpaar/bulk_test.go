package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/faultserver"
)

// most memory that a run may take, whatever the size of the corpus
const mostMemory = 500 << 20

// TestBulk runs a generated corpus through the echo backend twice, the second time from the cache, and looks at the
// memory of the program meanwhile. SATZPAAR_BULK is the number of its sentences, 8,000 where it is not set.
func TestBulk(t *testing.T) {
	n := sizeOf(t, "SATZPAAR_BULK", 8000)
	dir := t.TempDir()
	input := filepath.Join(dir, "corpus.jsonl.zst")
	file, err := os.Create(input)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zstd.NewWriter(file)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(z)
	const perRecord = 4
	for i := 0; i < n; i += perRecord {
		var text []string
		for k := i; k < min(n, i+perRecord); k++ {
			text = append(text, sentence(k))
		}
		fmt.Fprintf(w, `{"id":%d,"text":%q}`+"\n", i, strings.Join(text, " "))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	for _, cached := range []int{0, n} {
		r := startRun(t, "", "translate", input, "-o", filepath.Join(dir, "out"+strconv.Itoa(cached)), "--backend", "echo",
			"--write", "same,jsonl",
			"--cache", filepath.Join(dir, "cache.db"), "--quiet", "--json")
		if code := r.wait(); code != 0 {
			t.Fatalf("exit %d\n%s", code, r.stderr.String())
		}
		c := r.summary(t).Counts
		if c.Sentences != n || c.Cached != cached || c.Sent != n-cached || c.Failed != 0 {
			t.Fatalf("%d of %d sentences were to come from the cache: %+v", cached, n, c)
		}
		t.Logf("%d sentences, %d from the cache: %.1f s, %.1f CPU µs each; resident %s",
			n, cached, r.took.Seconds(), float64(r.cpu.Microseconds())/float64(n), r.memory())
		if len(r.resident) == 0 {
			t.Log("no memory figures on this system")
			continue
		}
		if peak := slices.Max(r.resident); peak > mostMemory {
			t.Errorf("peak memory %d MiB", peak>>20)
		}
		if k := len(r.resident) / 3; n >= 500_000 && k > 5 {
			// The garbage collector lets memory go up and down; a corpus that is kept would show as a slope.
			if middle, end := slices.Max(r.resident[k:2*k]), slices.Max(r.resident[2*k:]); end > middle+middle/4 {
				t.Errorf("memory grows: at most %d MiB in the second third of the run, %d MiB in the last", middle>>20, end>>20)
			}
		}
	}
}

// sentence returns one of as many different sentences as anyone wants.
func sentence(i int) string {
	r := rand.New(rand.NewPCG(1, uint64(i)))
	pick := func(words string) string { list := strings.Fields(words); return list[r.IntN(len(list))] }
	const nouns, adjectives = "Regierung Gemeinde Zeitung Schule Brücke Mannschaft Klinik Fabrik Ernte Straße Bank Ministerin",
		"neue alte kleine große wichtige teure lange schnelle ruhige offene"
	return fmt.Sprintf("Die %s %s %s nach Angaben der %sn %s im Jahr %d auch noch die %s.", pick(adjectives), pick(nouns),
		pick("prüft plant verlässt erreicht fordert meldet verkauft eröffnet verschiebt beschließt"),
		pick(adjectives), pick(nouns), i, pick(nouns))
}

// TestInterrupted translates documents and a generated dump through a server that misbehaves in one of twenty
// requests, and interrupts the run five times, by turns with the interrupt of a keyboard and with a kill. The sixth
// run gets through with every sentence, and the outputs are those of a run that nobody disturbed on a server that
// behaves. SATZPAAR_RECORDS is the number of records of the dump, 400 where it is not set; the documents are those
// under SATZPAAR_SHARED, or this project's own.
func TestInterrupted(t *testing.T) {
	if testing.Short() && os.Getenv("SATZPAAR_RECORDS") == "" {
		t.Skip("-short: waits for a run to be interrupted")
	}
	n := sizeOf(t, "SATZPAAR_RECORDS", 400)
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	documents := filepath.Join("..", "..", "testdata", "documents")
	if seeds := sharedFolder("seeds"); seeds != "" {
		documents = seeds
	}
	if err := os.CopyFS(in, os.DirFS(documents)); err != nil {
		t.Fatal(err)
	}
	var dump bytes.Buffer
	for i := range n {
		fmt.Fprintf(&dump, `{"id":%d,"text":%q}`+"\n", i, sentence(i))
	}
	if err := os.WriteFile(filepath.Join(in, "dump.jsonl"), dump.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	var translated atomic.Int64
	var known sync.Map // each text is translated once
	model := english()
	answer := func(text string) string {
		translated.Add(1)
		if t, ok := known.Load(text); ok {
			return t.(string)
		}
		t := model(text)
		known.Store(text, t)
		return t
	}
	faults := slices.Concat(faultserver.AlignmentFaults(), faultserver.ContentFaults(), faultserver.TransportFaults())
	// What never answers costs a minute each, and what is cut off or refused for good has tests of its own.
	faults = slices.DeleteFunc(faults, func(f faultserver.Fault) bool { return f == faultserver.Stall })
	misbehave := faultserver.Seeded(1, 0.05, faults...)
	var misbehaves atomic.Bool
	server := httptest.NewServer(faultserver.New(faultserver.Config{Seed: 1, Slots: 16,
		Latency: 20 * time.Millisecond, Translate: answer, RetryAfter: 200 * time.Millisecond,
		Plan: func(n, texts int) faultserver.Fault {
			if !misbehaves.Load() {
				return faultserver.None
			}
			return misbehave(n, texts)
		}}))
	defer server.Close()
	run := func(name string) *bulkRun {
		return startRun(t, server.URL+"/v1", "translate", in, "-o", filepath.Join(dir, "out-"+name),
			"--backend", "openai", "--model", "fault-1", "--write", "same,jsonl",
			"--cache", filepath.Join(dir, name+".db"), "--quiet", "--json")
	}
	calm := run("calm")
	if code := calm.wait(); code != 0 {
		t.Fatalf("the run that nobody disturbed ended with %d\n%s", code, calm.stderr.String())
	}
	want := calm.summary(t).Counts
	total := translated.Load()
	misbehaves.Store(true)
	translated.Store(0)
	var table strings.Builder
	fmt.Fprintf(&table, "run | ended by | seconds | sentences answered so far | peak memory\n")
	for i := 1; i <= 5; i++ {
		r := run("disturbed")
		for translated.Load() < int64(i)*total/6 && !r.ended() {
			time.Sleep(2 * time.Millisecond)
		}
		signal, expected := os.Signal(os.Kill), -1
		if i%2 == 1 {
			signal, expected = os.Interrupt, 130
		}
		if err := r.cmd.Process.Signal(signal); err != nil {
			t.Fatalf("run %d was over before it was to be interrupted: %v\n%s", i, err, r.stderr.String())
		}
		if code := r.wait(); code != expected {
			t.Fatalf("run %d: exit %d after %v, want %d\n%s", i, code, signal, expected, r.stderr.String())
		}
		fmt.Fprintf(&table, "%d | %v | %.1f | %d of %d | %s\n", i, signal, r.took.Seconds(), translated.Load(), total, r.memory())
	}
	r := run("disturbed")
	code := r.wait()
	got := r.summary(t).Counts
	fmt.Fprintf(&table, "6 | its end, exit %d | %.1f | %d | %s\n", code, r.took.Seconds(), translated.Load(), r.memory())
	t.Logf("%d sentences, of which the last run had %d from the cache, sent %d, and %d failed\n%s",
		got.Sentences, got.Cached, got.Sent, got.Failed, table.String())
	if code != 0 || got.Sentences != want.Sentences || got.Failed != 0 || got.Documents != want.Documents {
		t.Errorf("exit %d: %+v\nundisturbed: %+v\n%s", code, got, want, r.stderr.String())
	}
	for name, content := range files(t, filepath.Join(dir, "out-calm")) {
		if raw, err := os.ReadFile(filepath.Join(dir, "out-disturbed", name)); err != nil || string(raw) != content {
			t.Errorf("%s is not what the undisturbed run wrote (%v)", name, err)
		}
	}
}

// files returns the outputs in a folder, without the account of the run.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	walkFiles(t, dir, func(name, path string) {
		if raw, err := os.ReadFile(path); err != nil {
			t.Fatal(err)
		} else if name != "satzpaar.json" {
			out[name] = string(raw)
		}
	})
	if len(out) == 0 {
		t.Fatalf("%s holds no outputs", dir)
	}
	return out
}

// sizeOf returns the size that an environment variable asks for, else usual.
func sizeOf(t *testing.T, name string, usual int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s is not a number", name, s)
	}
	return n
}

// sharedFolder returns a folder of the evaluation data, empty where it is not there.
func sharedFolder(name string) string {
	shared := os.Getenv("SATZPAAR_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	dir := filepath.Join(shared, name)
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	return dir
}

// A bulkRun is satzpaar as a process of its own.
type bulkRun struct {
	cmd            *exec.Cmd
	stdout, stderr bytes.Buffer
	started        time.Time
	took, cpu      time.Duration
	resident       []int64 // bytes, looked at ten times a second; empty where the system does not report it
	over           chan struct{}
	watched        chan struct{}
}

// startRun starts satzpaar with a server's address in its environment.
func startRun(t *testing.T, url string, args ...string) *bulkRun {
	t.Helper()
	command := installed(t)
	r := &bulkRun{cmd: exec.Command(command, args...), started: time.Now(), over: make(chan struct{}), watched: make(chan struct{})}
	r.cmd.Env = append(os.Environ(), "OPENAI_API_KEY=k", "OPENAI_BASE_URL="+url, "XDG_CONFIG_HOME="+t.TempDir())
	r.cmd.Stdout, r.cmd.Stderr = &r.stdout, &r.stderr
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.watched)
		for {
			select {
			case <-r.over:
				return
			case <-time.After(100 * time.Millisecond):
			}
			raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", r.cmd.Process.Pid))
			if fields := strings.Fields(string(raw)); err == nil && len(fields) > 1 {
				if pages, err := strconv.ParseInt(fields[1], 10, 64); err == nil && pages > 0 {
					r.resident = append(r.resident, pages*int64(os.Getpagesize()))
				}
			}
		}
	}()
	return r
}

// ended reports whether the process is gone, as far as one can know who has not waited for it.
func (r *bulkRun) ended() bool {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", r.cmd.Process.Pid))
	return err == nil && strings.Contains(string(raw), ") Z ")
}

// wait returns the exit code, -1 for a run that was killed.
func (r *bulkRun) wait() int {
	_ = r.cmd.Wait() // the exit code tells
	r.took = time.Since(r.started)
	r.cpu = r.cmd.ProcessState.UserTime() + r.cmd.ProcessState.SystemTime()
	close(r.over)
	<-r.watched
	return r.cmd.ProcessState.ExitCode()
}

func (r *bulkRun) summary(t *testing.T) *corpus.Summary {
	t.Helper()
	var s corpus.Summary
	if err := json.Unmarshal(r.stdout.Bytes(), &s); err != nil {
		t.Fatalf("%v\n%s\n%s", err, r.stdout.String(), r.stderr.String())
	}
	return &s
}

// memory describes how the resident memory went.
func (r *bulkRun) memory() string {
	n := len(r.resident)
	if n == 0 {
		return "-"
	}
	at := func(part float64) int64 { return r.resident[int(part*float64(n-1))] >> 20 }
	return fmt.Sprintf("%d MiB at a tenth, %d in the middle, %d at nine tenths, %d at most",
		at(0.1), at(0.5), at(0.9), slices.Max(r.resident)>>20)
}
