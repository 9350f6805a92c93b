package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/parquet"
)

// TestShards translates a folder by shards, several processes at a time. Processes are killed at random moments and
// started again, some shards are made twice at the same time, and the merge is killed as well; what is there in the
// end is what a run without shards writes. SATZPAAR_SHARDS is the number of shards, SATZPAAR_PROCESSES that of
// processes.
func TestShards(t *testing.T) {
	if testing.Short() && os.Getenv("SATZPAAR_SHARDS") == "" {
		t.Skip("-short: runs and kills many shards")
	}
	n, processes := sizeOf(t, "SATZPAAR_SHARDS", 16), sizeOf(t, "SATZPAAR_PROCESSES", 3)
	dir := t.TempDir()
	in := shardInputs(t, dir, 40*n)
	flags := []string{"translate", in, "--backend", "echo", "--no-cache", "--quiet"}
	started := time.Now()
	if r := startRun(t, "", append(flags, "-o", filepath.Join(dir, "whole"))...); r.wait() != exitUnreadable {
		t.Fatalf("the run without shards: %s", r.stderr.String())
	}
	whole := time.Since(started)
	want := files(t, filepath.Join(dir, "whole"))
	out := filepath.Join(dir, "out")
	r := rand.New(rand.NewPCG(7, 0))
	type attempt struct {
		shard int
		kill  time.Duration // after the start; 0: never
	}
	queue := make(chan attempt, 4*n)
	var pending sync.WaitGroup // shards that have not got through
	for _, shard := range r.Perm(n) {
		times := 1
		if shard%8 == 0 { // speculation
			times = 2
		}
		for range times {
			a := attempt{shard: shard}
			if r.IntN(3) == 0 {
				a.kill = time.Duration(1 + r.Int64N(int64(200*time.Millisecond)))
			}
			pending.Add(1)
			queue <- a
		}
	}
	var mu sync.Mutex
	killed, attempts := 0, 0
	var work sync.WaitGroup
	for range processes {
		work.Go(func() {
			for a := range queue {
				args := append(slices.Clone(flags), "-o", out, "--shard", fmt.Sprintf("%d/%d", a.shard, n))
				code, said := runKilled(t, a.kill, args...)
				mu.Lock()
				attempts++
				if code == -1 {
					killed++
				}
				mu.Unlock()
				switch code {
				case -1:
					queue <- attempt{shard: a.shard}
				case 0: // although a record is broken
					pending.Done()
				default:
					t.Errorf("shard %d: exit %d\n%s", a.shard, code, said)
					pending.Done()
				}
			}
		})
	}
	pending.Wait()
	close(queue)
	work.Wait()
	status, err := exec.Command(programPath(t), "status", "--json", out).Output()
	var p corpus.Progress
	if err == nil {
		err = json.Unmarshal(status, &p)
	}
	if err != nil || p.Done != n || p.Begun+p.Open != "" {
		t.Fatalf("%s, %v", status, err)
	}
	merged, code := -1, -1
	for kill := time.Millisecond; code == -1; kill *= 2 {
		var said string
		code, said = runKilled(t, kill, "merge", out)
		merged++
		if code != -1 && code != exitUnreadable && (code != 0 || merged == 1) {
			t.Fatalf("merge: exit %d\n%s", code, said)
		}
	}
	got := files(t, out)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s is not what a run without shards writes", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files instead of %d: %q", len(got), len(want), slices.Sorted(maps.Keys(got)))
	}
	var counts [2]corpus.Counts
	for i, folder := range []string{filepath.Join(dir, "whole"), out} {
		raw, err := os.ReadFile(filepath.Join(folder, "satzpaar.json"))
		var s corpus.Summary
		if err == nil {
			err = json.Unmarshal(raw, &s)
		}
		if err != nil {
			t.Fatal(err)
		}
		counts[i] = s.Counts
	}
	if counts[0] != counts[1] {
		t.Errorf("figures %+v, want %+v", counts[1], counts[0])
	}
	t.Logf("%d shards, %d processes: %d runs, %d of them killed, the merge %d times; %.1f s, %.1f s without shards", n, processes,
		attempts, killed, merged, time.Since(started).Seconds()-whole.Seconds(), whole.Seconds())
	if killed == 0 {
		t.Error("nothing was killed")
	}
}

// shardInputs makes documents and records of so many sentences, and returns their folder.
func shardInputs(t *testing.T, dir string, sentences int) string {
	t.Helper()
	in := filepath.Join(dir, "in")
	put := func(name, content string) {
		path := filepath.Join(in, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	records := func(from, to int) string {
		var out strings.Builder
		for i := from; i < to; i++ {
			fmt.Fprintf(&out, `{"id":%d,"text":%q}`+"\n", i, sentence(i)+" "+sentence(i+1))
		}
		return out.String()
	}
	half := sentences / 4
	put("dump.jsonl", records(0, half)+"{broken\n\n"+records(half, 2*half))
	put("empty.jsonl", "")
	put("old/latin.jsonl", strings.Repeat(`{"text":"Guten Morgen."}`+"\n", 50)+"{\"text\":\"Gr\xfc\xdfe.\"}\n")
	for i := range 12 {
		put(fmt.Sprintf("texts/%02d.txt", i), sentence(i)+"\n\n"+sentence(100+i)+" "+sentence(200+i)+"\n")
	}
	put("z.csv", "id,text\n1,Guten Morgen.\n2,\"Zwei\nZeilen.\"\n")
	var packed bytes.Buffer
	z, err := zstd.NewWriter(&packed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write([]byte(records(0, 20))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	put("packed.jsonl.zst", packed.String())
	put("rows.parquet", rowGroups(t, sentences/40))
	return in
}

// rowGroups returns a Parquet file with three row groups, of 25 rows in all, that many times.
func rowGroups(t *testing.T, times int) string {
	t.Helper()
	raw, err := os.ReadFile("../../internal/parquet/testdata/snappy-2.0.parquet")
	if err != nil {
		t.Fatal(err)
	}
	file, err := parquet.Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	j := parquet.Join(&out)
	for range times {
		if err := j.Add(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func programPath(t *testing.T) string {
	t.Helper()
	path := installed(t)
	return path
}

// runKilled runs satzpaar, kills it after a while unless that is 0, and returns its exit code, -1 if it was killed,
// and what it printed on standard error.
func runKilled(t *testing.T, after time.Duration, args ...string) (int, string) {
	cmd := exec.Command(programPath(t), args...)
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+t.TempDir())
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Error(err)
		return exitUsage, ""
	}
	if after > 0 {
		stop := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		defer stop.Stop()
	}
	_ = cmd.Wait() // the exit code tells
	return cmd.ProcessState.ExitCode(), said.String()
}
