//go:build unix

package main

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/figures"
)

// TestServeDrains: a server that is asked to end finishes the requests under way, takes no new ones, and ends well;
// asked twice, it ends at once.
func TestServeDrains(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: waits for a server to drain")
	}
	for _, tt := range []struct {
		name  string
		sleep string
		twice bool
	}{{"once", "1", false}, {"twice", "300", true}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			slowProgram(t, dir, "while read -r line; do\n\techo $$ >started\n\tsleep "+tt.sleep+
				"\n\techo \"$line\" | tr a-z A-Z\ndone\n")
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			addr := l.Addr().String()
			l.Close()
			s := startSignalled(t, dir, "serve", "--addr", addr, "--no-cache", "--backend", "command", "--command", "sh slow.sh")
			s.send(t, syscall.SIGCONT, "satzpaar: open the address above")
			answer := make(chan string, 1)
			go func() {
				form := url.Values{"q": {"Guten Tag."}, "source": {"de"}, "target": {"en"}}
				r, err := http.PostForm("http://"+addr+"/translate", form)
				if err != nil {
					answer <- err.Error()
					return
				}
				defer r.Body.Close()
				raw, _ := io.ReadAll(r.Body)
				answer <- r.Status + " " + strings.TrimSpace(string(raw))
			}()
			waitForFile(t, filepath.Join(dir, "started"))
			s.send(t, syscall.SIGTERM, draining)
			for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
				if c, err := net.Dial("tcp", addr); err != nil {
					break // nobody listens any more
				} else if c.Close(); time.Until(end) < time.Second {
					t.Error("new requests are still taken")
					break
				}
			}
			if tt.twice {
				s.send(t, os.Interrupt, "")
				s.ended(t, 0)
				return
			}
			if got := <-answer; got != `200 OK {"translatedText":"GUTEN TAG."}` {
				t.Errorf("the request under way got %s", got)
			}
			s.ended(t, 0)
		})
	}
}

// TestMetricsPath: figures are at the path that is printed, and at no other.
func TestMetricsPath(t *testing.T) {
	var said strings.Builder
	a := &app{terminal: &terminal{stderr: &said}}
	stop, err := a.serveMetrics("127.0.0.1:0", func() []figures.Figure { return nil })
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	_, printed, _ := strings.Cut(strings.TrimSpace(said.String()), "figures at ")
	for address, want := range map[string]int{
		printed:                                http.StatusOK,
		strings.TrimSuffix(printed, "metrics"): http.StatusNotFound,
	} {
		r, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("%s: %s, want %d", address, r.Status, want)
		}
	}
}
