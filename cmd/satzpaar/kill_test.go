package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The parts of a bulk run that is killed again and again.
//
// Under way is a text from the moment it is sent until its translation is on the disk. Each of killJobs documents has
// at most killJobs requests of killBatch texts that are on their way, or that have come back and wait for their turn
// to be stored.
const (
	killUnderWay = killJobs * killJobs * killBatch
	killJobs     = 2
	killBatch    = 4
	killDelay    = 3 * time.Millisecond // for each text
	killLog      = "SATZPAAR_TEST_SENT" // environment of the program behind the command backend: the file in which it notes what it gets
	killLogRun   = "SATZPAAR_TEST_RUN"  // and the number of the run
	killSeed     = 3
	killWork     = 4000 // bytes that a run may note before it is killed, about 50 texts
	killsDefault = 8
)

// translateSlowly is the program behind the command backend of [TestKilledRuns]: it notes every text.
func translateSlowly() {
	sent, err := os.OpenFile(os.Getenv(killLog), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	number := regexp.MustCompile(`\d+`)
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		var q struct{ ID, Text string }
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Fprintf(sent, "%s\t%s\n", os.Getenv(killLogRun), q.Text)
		time.Sleep(killDelay)
		text := "The report with the number " + number.FindString(q.Text) + " has been in the library since yesterday."
		answer, _ := json.Marshal(map[string]string{"id": q.ID, "text": text})
		fmt.Printf("%s\n", answer)
	}
}

// TestKilledRuns kills a bulk run at random moments and goes on until it gets through, over and over. SATZPAAR_KILLS
// is the number of kills. Whenever a run gets through, its outputs are those of a run that nobody disturbed; at every
// moment before, what is there is whole; and of the texts that were sent before a kill no more are sent again than
// were under way.
func TestKilledRuns(t *testing.T) {
	kills := killsDefault
	if s := os.Getenv("SATZPAAR_KILLS"); s != "" {
		var err error
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatalf("SATZPAAR_KILLS: %v", err)
		}
	} else if testing.Short() {
		t.Skip("-short: kills and repeats many runs")
	}
	k := newKillBench(t)
	undisturbed := time.Now()
	k.fresh(t)
	if !k.run(t, nil) {
		t.Fatal("the run that nobody disturbed did not get through")
	}
	took := time.Since(undisturbed)
	want := k.outputs(t)
	if len(want) != 2*k.inputs+1 { // in its own format and as a bitext, and the index
		t.Fatalf("%d outputs of %d inputs", len(want), k.inputs)
	}
	r := rand.New(rand.NewPCG(killSeed, 0))
	killed, rounds, again, texts, worst := 0, 0, 0, 0, 0
	for killed < kills {
		k.fresh(t)
		rounds++
		for through := false; !through; {
			var moment func()
			switch {
			case killed == kills:
			case killed%3 == 0: // at any time, the start of the program included
				wait := time.Duration(r.Int64N(int64(took)))
				moment = func() { time.Sleep(wait) }
			default: // in the middle of the work, however slow the machine is
				more, wait := r.Int64N(killWork), time.Duration(r.Int64N(int64(4*killBatch*killDelay)))
				moment = func() { k.progress(more); time.Sleep(wait) }
			}
			if through = k.run(t, moment); !through {
				killed++
			}
			for name, content := range k.outputs(t) {
				if content != want[name] {
					t.Errorf("kill %d: %s is not what an undisturbed run writes", killed, name)
				}
			}
		}
		if got := k.outputs(t); len(got) != len(want) {
			t.Errorf("after %d kills a run got through with %d of %d outputs", killed, len(got), len(want))
		}
		if left := k.leftovers(t); len(left) > 0 {
			t.Errorf("after %d kills a run got through and left %q", killed, left)
		}
		lost, sent := k.sentTwice(t)
		for run, n := range lost {
			again += n
			worst = max(worst, n)
			if n > killUnderWay {
				t.Errorf("round %d: %d texts that run %s had sent were sent again; %d can have been under way", rounds, n, run, killUnderWay)
			}
		}
		texts += sent
	}
	t.Logf("%d kills, %d rounds: %d texts sent, %d of them again, at most %d after one kill (%d can be under way)", killed, rounds, texts, again, worst, killUnderWay)
}

// A killBench is a folder of inputs and the surroundings of the runs over it.
type killBench struct {
	dir     string // of everything
	command string
	inputs  int
	runs    int // so far in this round
}

func newKillBench(t *testing.T) *killBench {
	t.Helper()
	k := &killBench{dir: t.TempDir(), command: installed(t)}
	n := 0
	sentence := func() string {
		n++
		return fmt.Sprintf("Der Bericht mit der Nummer %d liegt seit gestern in der Bibliothek.", n)
	}
	put := func(name, content string) {
		path := filepath.Join(k.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "in/") {
			k.inputs++
		}
	}
	for i := range 8 {
		var text strings.Builder
		for range 2 {
			text.WriteString(sentence() + " " + sentence() + " " + sentence() + "\n\n")
		}
		put(fmt.Sprintf("in/%d/article%d.txt", i%2, i), text.String())
	}
	var records strings.Builder
	for range 40 {
		fmt.Fprintf(&records, `{"text":%q}`+"\n", sentence()+" "+sentence())
	}
	put("in/dump.jsonl", records.String())
	put("config/satzpaar/config.toml", fmt.Sprintf("[backend.slow]\ntype = \"command\"\nprotocol = \"jsonl\"\n"+
		"batch = %d\ncommand = \"slowly\"\nenv = [%q, %q]\n", killBatch, killLog, killLogRun))
	return k
}

func (k *killBench) path(name string) string { return filepath.Join(k.dir, name) }

// fresh forgets what earlier rounds wrote.
func (k *killBench) fresh(t *testing.T) {
	t.Helper()
	k.runs = 0
	for _, name := range []string{"out", "cache", "sent"} {
		if err := os.RemoveAll(k.path(name)); err != nil {
			t.Fatal(err)
		}
	}
}

// noted returns the size of what the program has noted in this round.
func (k *killBench) noted() int64 {
	info, err := os.Stat(k.path("sent"))
	if err != nil {
		return 0
	}
	return info.Size()
}

// progress waits until the program has noted that many bytes more, half a minute at most.
func (k *killBench) progress(more int64) {
	for start, from := time.Now(), k.noted(); k.noted() <= from+more && time.Since(start) < 30*time.Second; {
		time.Sleep(time.Millisecond)
	}
}

// run translates the folder and reports whether it got through. It kills the run when moment returns; nil is never.
func (k *killBench) run(t *testing.T, moment func()) bool {
	t.Helper()
	k.runs++
	cmd := exec.Command(k.command, "translate", k.path("in"), "-o", k.path("out"), "--backend", "slow", "--write", "same,jsonl", "--cache", k.path("cache/cache.db"),
		"--jobs", strconv.Itoa(killJobs), "--quiet")
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+k.path("config"), killLog+"="+k.path("sent"), killLogRun+"="+strconv.Itoa(k.runs))
	var messages bytes.Buffer
	cmd.Stderr = &messages
	cmd.WaitDelay = time.Second // the programs of a run that was killed hold its standard error a little longer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if moment != nil {
		go func() {
			moment()
			_ = cmd.Process.Kill() // of a process that has been waited for: an error and nothing else
		}()
	}
	err := cmd.Wait()
	if cmd.ProcessState.Success() {
		return true
	}
	if moment == nil || cmd.ProcessState.Exited() {
		t.Fatalf("run %d: %v\n%s", k.runs, err, messages.String())
	}
	return false
}

// walk calls f for every file of the output folder.
func (k *killBench) walk(t *testing.T, f func(name, path string)) {
	t.Helper()
	walkFiles(t, k.path("out"), f)
}

// walkFiles calls f for every file below a folder, which need not be there.
func walkFiles(t *testing.T, root string, f func(name, path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, p)
		f(filepath.ToSlash(name), p)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
}

// outputs returns the files that a reader of the output folder sees, without the account of the run.
func (k *killBench) outputs(t *testing.T) map[string]string {
	t.Helper()
	got := map[string]string{}
	k.walk(t, func(name, path string) {
		if name == "satzpaar.json" || strings.HasPrefix(filepath.Base(path), ".") {
			return
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(raw)
	})
	return got
}

// leftovers returns the hidden files of the output folder.
func (k *killBench) leftovers(t *testing.T) []string {
	t.Helper()
	var left []string
	k.walk(t, func(name, path string) {
		if strings.HasPrefix(filepath.Base(path), ".") {
			left = append(left, name)
		}
	})
	return left
}

// sentTwice counts, by run, the texts that it sent in vain: a later run sent them again. The second figure is how
// many were sent in all.
func (k *killBench) sentTwice(t *testing.T) (map[string]int, int) {
	t.Helper()
	raw, err := os.ReadFile(k.path("sent"))
	if err != nil {
		t.Fatal(err)
	}
	lost, last, sent := map[string]int{}, map[string]string{}, 0
	for line := range strings.Lines(string(raw)) {
		run, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			t.Fatalf("the program noted %q", line)
		}
		if before, ok := last[text]; ok {
			lost[before]++
		}
		last[text] = run
		sent++
	}
	return lost, sent
}
