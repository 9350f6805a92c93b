//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPeakMemory translates 1,000 sentences in a process of its own, which may take 100 MiB and 1.2 times the model's file. SATZPAAR_MEMORY_MODEL is the folder of
// another model than the built-in one.
func TestPeakMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	model, flags := filepath.Join("..", "..", "translate", "marian", "builtin"), []string(nil)
	if dir := os.Getenv("SATZPAAR_MEMORY_MODEL"); dir != "" {
		model, flags = dir, []string{"--model", dir}
	}
	files, err := filepath.Glob(filepath.Join(model, "model.*.intgemm.alphas.bin"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%s: %d models, %v", model, len(files), err)
	}
	info, err := os.Stat(files[0])
	if err != nil {
		t.Fatal(err)
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
	command, err := exec.LookPath("satzpaar")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(command, append([]string{"translate", "--no-cache", "-o", filepath.Join(dir, "out"), in}, flags...)...)
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), " 0 failed") {
		t.Fatalf("%v\n%s", err, out)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Skip("the system does not say how much memory a process took")
	}
	const mib = 1 << 20
	peak, limit := int64(usage.Maxrss)<<10, info.Size()*12/10+100*mib
	t.Logf("peak %.1f MB, limit %.1f MB", float64(peak)/1e6, float64(limit)/1e6)
	if peak > limit {
		t.Errorf("peak memory of 1,000 sentences is %d MiB; with a model of %d MiB it may be %d", peak/mib, info.Size()/mib, limit/mib)
	}
}
