//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A signalled is a run of the program in a process of its own, in a folder of its own.
type signalled struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	said  chan string // lines of standard error and standard output
	code  chan int
}

func startSignalled(t *testing.T, dir string, args ...string) *signalled {
	t.Helper()
	s := &signalled{cmd: exec.Command(installed(t), args...), said: make(chan string, 1000), code: make(chan int, 1)}
	s.cmd.Dir = dir
	s.cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
	var err error
	if s.stdin, err = s.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stderr, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stdout = s.cmd.Stderr
	// Under nohup, hangups are ignored here and so they would be by the program; a signal that is caught here is not
	// ignored there.
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGHUP)
	err = s.cmd.Start()
	signal.Stop(caught)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() })
	go func() {
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			s.said <- lines.Text()
		}
		s.cmd.Wait()
		s.code <- s.cmd.ProcessState.ExitCode()
	}()
	return s
}

// send sends a signal and, if say is not empty, waits for a line that begins so.
func (s *signalled) send(t *testing.T, signal os.Signal, say string) {
	t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if say != "" {
		s.await(t, say)
	}
}

// await waits for a line that begins so.
func (s *signalled) await(t *testing.T, say string) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case line := <-s.said:
			if strings.HasPrefix(line, say) {
				return
			}
		case <-late:
			t.Fatalf("no line %q", say)
		}
	}
}

func (s *signalled) ended(t *testing.T, want int) {
	t.Helper()
	select {
	case got := <-s.code:
		if got != want {
			t.Errorf("exit code %d, want %d", got, want)
		}
	case <-time.After(20 * time.Second):
		t.Errorf("it still runs")
	}
}

const draining = "satzpaar: interrupted: finishing"

// TestFirstInterruptOfInput: a command that only waits for its input has nothing to finish.
func TestFirstInterruptOfInput(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: waits for programs to be interrupted")
	}
	for _, args := range [][]string{
		{"translate", "--backend", "echo", "-"},
		{"translate", "--backend", "echo", "--format", "jsonl", "-"},
		{"detect", "-"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			s := startSignalled(t, t.TempDir(), args...)
			go func() {
				for range s.said { // translations, which must not keep it from reading
				}
			}()
			reads := make(chan struct{})
			go func() {
				defer close(reads)
				io.WriteString(s.stdin, strings.Repeat("{\"text\":\"Ein Satz.\"}\n", 10_000)) // more than a pipe holds
			}()
			select {
			case <-reads:
			case <-time.After(20 * time.Second):
				t.Fatal("it does not read")
			}
			s.send(t, os.Interrupt, "")
			s.ended(t, exitInterrupted)
		})
	}
}

// TestSecondInterrupt: a command that does not hear of the first Ctrl-C, because it counts, ends at the second.
func TestSecondInterrupt(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: waits for programs to be interrupted")
	}
	dir := t.TempDir()
	var text strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&text, "sentence %d of a long text with %d words\n", i, i%7)
	}
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := startSignalled(t, dir, "eval", "--ref", "a", "--against", "b", "a")
	s.await(t, "BLEU")
	s.send(t, os.Interrupt, draining)
	s.send(t, os.Interrupt, "")
	s.ended(t, exitInterrupted)
}

// slowProgram writes a program that notes its number, and takes its time.
func slowProgram(t *testing.T, dir, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "slow.sh"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.txt", i)), fmt.Appendf(nil, "Das ist Satz Nummer %d.\n", i),
			0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func waitForFile(t *testing.T, name string) string {
	t.Helper()
	for range 400 {
		if raw, err := os.ReadFile(name); err == nil && strings.HasSuffix(string(raw), "\n") {
			return strings.TrimSpace(string(raw))
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s was not written", name)
	return ""
}

// TestSignalsDrain: a system that shuts down and a terminal that is closed end a run as Ctrl-C does: what is in
// flight is finished and kept.
func TestSignalsDrain(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: waits for programs to be interrupted")
	}
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			slowProgram(t, dir, "while read -r line; do\n\techo $line >>asked\n\techo $$ >started\n\tsleep 0.3\n"+
				"\techo \"$line\" | tr a-z A-Z\ndone\n")
			args := []string{"translate", "--backend", "command", "--command", "sh slow.sh", "--jobs", "1", "-o", "out", "0.txt",
				"1.txt", "2.txt"}
			s := startSignalled(t, dir, args...)
			waitForFile(t, filepath.Join(dir, "started"))
			s.send(t, sig, draining)
			s.ended(t, exitInterrupted)
			again := startSignalled(t, dir, args...)
			again.send(t, syscall.SIGCONT, "satzpaar: 3 documents, 3 sentences")
			again.ended(t, 0)
			if asked, err := os.ReadFile(filepath.Join(dir, "asked")); err != nil || strings.Count(string(asked), "\n") != 3 {
				t.Errorf("what was in flight was not kept: the program was asked for %q, %v", asked, err)
			}
		})
	}
}

// TestChildrenDie: no program of the command backend outlives a run that is stopped, nor one that is killed where the
// system can see to it.
func TestChildrenDie(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: waits for programs to be interrupted")
	}
	for _, tt := range []struct {
		name  string
		end   func(t *testing.T, s *signalled)
		linux bool
	}{
		{"two interrupts", func(t *testing.T, s *signalled) {
			s.send(t, os.Interrupt, draining)
			s.send(t, os.Interrupt, "")
			s.ended(t, exitInterrupted)
		}, false},
		{"killed", func(t *testing.T, s *signalled) { s.send(t, os.Kill, ""); s.ended(t, -1) }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := os.Stat("/proc/self/stat"); err != nil && tt.linux {
				t.Skip("only Linux ends children of killed programs")
			}
			t.Parallel()
			dir := t.TempDir()
			slowProgram(t, dir, "echo $$ >started\nexec sleep 300\n")
			s := startSignalled(t, dir, "translate", "--backend", "command", "--command", "sh slow.sh", "-o", "out", "0.txt")
			child, err := strconv.Atoi(waitForFile(t, filepath.Join(dir, "started")))
			if err != nil {
				t.Fatal(err)
			}
			tt.end(t, s)
			for range 100 {
				if !running(child) {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
			syscall.Kill(child, syscall.SIGKILL)
			t.Errorf("process %d outlived the run", child)
		})
	}
}

// running reports whether a process runs; one that has ended and that nobody waits for does not.
func running(process int) bool {
	if syscall.Kill(process, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	return err != nil || !strings.Contains(string(stat), ") Z ")
}
