//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/sampletest"
)

// A recording is a request as one of the clients that people use has sent it, with {text} in the place of the text
// and {model} in that of the model.
type recording struct {
	name, path string
	header     http.Header
	body       string
}

// recordings returns those of testdata/clients.
func recordings(t *testing.T) (all []recording) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "clients", "*.http"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no recordings: %v", err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		head, body, _ := strings.Cut(string(raw), "\n\n")
		q, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head + "\nHost: localhost\n\n")))
		if err != nil || !strings.Contains(body, "{text}") {
			t.Fatalf("%s is not a recording: %v", name, err)
		}
		all = append(all, recording{filepath.Base(name), q.URL.Path, q.Header, strings.TrimSpace(body)})
	}
	return all
}

// replay asks the server at a base address for a translation as the client did.
func (r *recording) replay(client *http.Client, base, model, text string) (string, error) {
	escaped := url.QueryEscape(text)
	if strings.HasPrefix(r.header.Get("Content-Type"), "application/json") {
		raw, err := json.Marshal(text)
		if err != nil {
			return "", err
		}
		escaped = string(raw[1 : len(raw)-1])
	}
	body := strings.NewReplacer("{text}", escaped, "{model}", model).Replace(r.body)
	q, err := http.NewRequest("POST", base+r.path, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	q.Header = r.header
	answer, err := client.Do(q)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, raw)
	}
	if err != nil {
		return "", err
	}
	return translationIn(raw)
}

// translationIn returns the translation in the answer of any of the interfaces, which may be a stream of events.
func translationIn(raw []byte) (string, error) {
	events := [][]byte{raw}
	if bytes.HasPrefix(raw, []byte("data: ")) {
		events = bytes.Split(bytes.ReplaceAll(raw, []byte("data: "), nil), []byte("\n\n"))
	}
	var out strings.Builder
	for _, event := range events {
		if event = bytes.TrimSpace(event); len(event) == 0 || string(event) == "[DONE]" {
			continue
		}
		var v struct {
			TranslatedText string
			Translations   []struct{ Text string }
			Choices        []struct{ Message, Delta struct{ Content string } }
		}
		if err := json.Unmarshal(event, &v); err != nil {
			return "", fmt.Errorf("%w: %s", err, event)
		}
		out.WriteString(v.TranslatedText)
		for _, t := range v.Translations {
			out.WriteString(t.Text)
		}
		for _, c := range v.Choices {
			out.WriteString(c.Message.Content + c.Delta.Content)
		}
	}
	return out.String(), nil
}

// startServer starts satzpaar serve and returns its address once it answers.
func startServer(t *testing.T, args ...string) (server *bulkRun, base string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	server = startRun(t, "", append([]string{"serve", "--addr", addr, "--no-cache"}, args...)...)
	t.Cleanup(func() {
		_ = server.cmd.Process.Signal(syscall.SIGTERM) // it may be over
		if code := server.wait(); code != 0 {
			t.Errorf("the server ended with %d\n%s", code, server.stderr.String())
		}
	})
	base = "http://" + addr
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		r, err := http.Get(base + "/health")
		if err == nil {
			r.Body.Close()
			return server, base
		}
		if time.Now().After(end) {
			t.Fatalf("the server does not answer: %v\n%s", err, server.stderr.String())
		}
	}
}

// replayAll sends n texts as each of the clients, from 16 callers, and calls use with the answers.
func replayAll(t *testing.T, base, model string, n int, text func(i int) string, use func(client string, i int, got string)) {
	t.Helper()
	all := recordings(t)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}}
	defer client.CloseIdleConnections()
	next := make(chan int)
	var callers sync.WaitGroup
	for range 16 {
		callers.Go(func() {
			for k := range next {
				r, i := &all[k%len(all)], k/len(all)
				got, err := r.replay(client, base, model, text(i))
				if err != nil {
					t.Errorf("%s, %q: %v", r.name, text(i), err)
					continue
				}
				use(r.name, i, got)
			}
		})
	}
	for k := range n * len(all) {
		if t.Failed() {
			break
		}
		next <- k
	}
	close(next)
	callers.Wait()
}

// TestReplay: requests of the clients that people use get what the command line makes of the same texts: random
// stretches of the sample documents, SATZPAAR_REQUESTS of them from each client.
func TestReplay(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: thousands of requests")
	}
	lines := sampletest.Lines(t, "../..")
	random := rand.New(rand.NewPCG(1, 2))
	texts := make([]string, sizeOf(t, "SATZPAAR_REQUESTS", 16))
	dir := t.TempDir()
	var records bytes.Buffer
	for i := range texts {
		from := random.IntN(len(lines))
		texts[i] = strings.Join(lines[from:min(len(lines), from+1+random.IntN(3))], "\n\n")
		raw, err := json.Marshal(map[string]string{"text": texts[i]})
		if err != nil {
			t.Fatal(err)
		}
		records.Write(append(raw, '\n'))
	}
	in := filepath.Join(dir, "in.jsonl")
	if err := os.WriteFile(in, records.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	run := startRun(t, "", "translate", "--no-cache", "--quiet", "--fast", "--write", "same", "-o", filepath.Join(dir, "out"), in)
	if code := run.wait(); code != 0 {
		t.Fatalf("exit %d\n%s", code, run.stderr.String())
	}
	raw, err := os.ReadFile(filepath.Join(dir, "out", "in.jsonl.en.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(raw)) {
		var v struct{ Text string }
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		want = append(want, v.Text)
	}
	if len(want) != len(texts) {
		t.Fatalf("%d translations of %d texts", len(want), len(texts))
	}
	_, base := startServer(t, "--fast")
	var mu sync.Mutex
	answers := map[string]int{}
	replayAll(t, base, "marian", len(texts), func(i int) string { return texts[i] }, func(client string, i int, got string) {
		if got != want[i] {
			t.Errorf("%s, %q:\n got %q\nwant %q", client, texts[i], got, want[i])
		}
		mu.Lock()
		answers[client]++
		mu.Unlock()
	})
	t.Logf("answers equal to those of the command line: %v", answers)
}

// TestServeMemory: the memory of a server does not grow with the requests that it has answered, SATZPAAR_REQUESTS of
// them from each client, each with a text of its own.
func TestServeMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: thousands of requests")
	}
	server, base := startServer(t, "--backend", "echo")
	resident := func() int64 {
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", server.cmd.Process.Pid))
		var size, pages int64
		if err == nil {
			_, err = fmt.Sscan(string(raw), &size, &pages)
		}
		if err != nil {
			t.Skipf("this system does not report the memory of a process: %v", err)
		}
		return pages * int64(os.Getpagesize())
	}
	n := sizeOf(t, "SATZPAAR_REQUESTS", 600)
	var held []int64 // after each fifth
	for fifth := range 5 {
		text := func(i int) string { return fmt.Sprintf("Das ist Satz %d.", fifth*n+i) }
		replayAll(t, base, "echo", (n+4)/5, text, func(client string, i int, got string) {
			if got != text(i) {
				t.Errorf("%s: got %q, want %q", client, got, text(i))
			}
		})
		held = append(held, resident())
	}
	t.Logf("%d requests from each of %d clients; MiB after each fifth: %v", n, len(recordings(t)), mebibytes(held))
	if held[4] > held[1]+16<<20 {
		t.Errorf("MiB after each fifth of the requests: %v", mebibytes(held))
	}
}

func mebibytes(sizes []int64) (out []string) {
	for _, s := range sizes {
		out = append(out, fmt.Sprintf("%.1f", float64(s)/(1<<20)))
	}
	return out
}
