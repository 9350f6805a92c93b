package models

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPullProcess is not a test: it is the second process of TestPullAfterAKill.
func TestPullProcess(t *testing.T) {
	base := os.Getenv("SATZPAAR_TEST_PULL")
	if base == "" {
		return
	}
	_, info, p := pullCase(t)
	p.BaseURL, p.Dir = base, os.Getenv("SATZPAAR_TEST_PULL_DIR")
	t.Log(p.Pull(t.Context(), info))
}

func TestPullAfterAKill(t *testing.T) {
	s, info, p := pullCase(t)
	const half = 200_000
	sent := make(chan struct{})
	s.mu.Lock() // the race detector does not see that the other process starts later
	s.handle = func(w http.ResponseWriter, r *http.Request, file []byte) bool {
		if r.Header.Get("Range") != "" || len(file) != 300_000 {
			return false
		}
		w.Header().Set("Content-Length", fmt.Sprint(len(file)))
		_, _ = w.Write(file[:half])
		_ = http.NewResponseController(w).Flush()
		close(sent)
		<-r.Context().Done()
		return true
	}
	s.mu.Unlock()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command(program, "-test.run=^TestPullProcess$")
	other.Env = append(os.Environ(), "SATZPAAR_TEST_PULL="+s.URL, "SATZPAAR_TEST_PULL_DIR="+p.Dir,
		"TMPDIR="+t.TempDir()) // what is killed leaves its folders
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	<-sent
	part := filepath.Join(p.Dir, info.Name, "model.bin"+partSuffix)
	for have := int64(0); have < half; {
		if st, err := os.Stat(part); err == nil {
			have = st.Size()
		}
		time.Sleep(time.Millisecond)
	}
	// As long as it lives it has the lock.
	ctx, cancel := context.WithTimeout(t.Context(), 3*lockPoll)
	if err := p.Pull(ctx, info); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "another process") {
		t.Errorf("beside the other process: %v", err)
	}
	cancel()
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait()
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, s, info, p)
	if got, want := s.asked()[1], fmt.Sprintf("model.bin bytes=%d-", half); got != want {
		t.Errorf("after the kill it asked for %q, want %q", got, want)
	}
}
