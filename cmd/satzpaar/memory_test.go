//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestPeakMemory translates 1,000 sentences in a process of its own, which may take 160 MB with the built-in model.
// With the one in the folder SATZPAAR_MEMORY_MODEL it may take 1.2 times the model's file and 145 MB. Both leave 40 MB
// for larger batches, where the processor multiplies by tiles.
func TestPeakMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: runs the program over large files")
	}
	// The weights lie in memory once; beside those of the built-in model lie the lists of its guard and its hints.
	limit, flags := 160e6, []string(nil)
	if dir := os.Getenv("SATZPAAR_MEMORY_MODEL"); dir != "" {
		files, err := filepath.Glob(filepath.Join(dir, "model.*.intgemm.alphas.bin"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: %d models, %v", dir, len(files), err)
		}
		info, err := os.Stat(files[0])
		if err != nil {
			t.Fatal(err)
		}
		limit, flags = 1.2*float64(info.Size())+145e6, []string{"--model", dir}
	}
	sentences, err := os.ReadFile(filepath.Join("..", "..", "testdata", "models", "sentences.de"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(sentences)), "\n")
	var text strings.Builder
	for i := range 1000 {
		// Numbered, so that no sentence comes twice; every other one of two parts, so that lengths are those of news.
		fmt.Fprintf(&text, "%d. %s", i+100, lines[i%len(lines)])
		if i%2 == 0 {
			fmt.Fprintf(&text, ", und %s", lines[(i*7+i/len(lines))%len(lines)])
		}
		text.WriteString("\n\n")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.txt")
	if err := os.WriteFile(in, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	peak := peakMemory(t, dir, append([]string{"translate", "--no-cache", "-o", filepath.Join(dir, "out"), in}, flags...)...)
	t.Logf("peak %.1f MB, limit %.0f MB", peak/1e6, limit/1e6)
	if peak > limit {
		t.Errorf("peak memory of 1,000 sentences is %.1f MB; it may be %.0f", peak/1e6, limit/1e6)
	}
}

// TestPeakMemoryOfLines translates a text of short lines, which cost the most memory, and one four times as long, in
// processes of their own. For each byte that the longer one has more, it may take at most a constant number of bytes.
func TestPeakMemoryOfLines(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: runs the program over large files")
	}
	const lines, most = 100_000, 6
	dir := t.TempDir()
	var text strings.Builder
	var peaks, sizes [2]float64
	for n, end := range []int{lines, 4 * lines} {
		for i := n * lines; i < end; i++ {
			fmt.Fprintf(&text, "Im Haus Nummer %d brennt Licht.\n", i)
		}
		in := filepath.Join(dir, "in.txt")
		if err := os.WriteFile(in, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		sizes[n] = float64(text.Len())
		peaks[n] = peakMemory(t, dir, "translate", "--backend", "echo", "--no-cache", "-o", filepath.Join(dir, "out"), in)
	}
	times := (peaks[1] - peaks[0]) / (sizes[1] - sizes[0])
	t.Logf("peaks %.1f and %.1f MB: %.1f times what the text has more", peaks[0]/1e6, peaks[1]/1e6, times)
	if times > most {
		t.Errorf("peaks %.1f and %.1f MB: %.1f times what the text has more, want %d at most", peaks[0]/1e6, peaks[1]/1e6,
			times, most)
	}
}

// peakMemory runs satzpaar with args in a process of its own, in which no sentence may fail, and returns the largest
// memory that it had, in bytes.
func peakMemory(t *testing.T, dir string, args ...string) float64 {
	t.Helper()
	command := installed(t)
	cmd := exec.Command(command, args...)
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	// The system's own record, since what wait tells begins with the memory of the process that started this one.
	record := regexp.MustCompile(`VmHWM:\s*(\d+) kB`)
	var peak int64
	var err error
	for running := true; running; {
		select {
		case err = <-ended:
			running = false
		case <-time.After(10 * time.Millisecond):
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid)) // gone once it has ended
			if m := record.FindSubmatch(status); m != nil {
				kib, _ := strconv.ParseInt(string(m[1]), 10, 64) // digits
				peak = kib << 10
			}
		}
	}
	if err != nil || !strings.Contains(said.String(), " 0 failed") {
		t.Fatalf("%v\n%s", err, said.String())
	}
	if peak == 0 {
		t.Fatal("the system has not said how much memory the process took")
	}
	return float64(peak)
}
