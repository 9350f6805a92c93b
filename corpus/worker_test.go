package corpus_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
)

// workSession answers as upper does, with a small bound for a record.
func workSession(b backend) session {
	s := germanSession(b)
	s.records = document.RecordOptions{Encoding: document.UTF8, Target: "en", MaxRecord: 100 << 10}
	return s
}

// work returns what a worker writes for its input, without the greeting.
func work(t *testing.T, input string, o corpus.WorkOptions) (string, *corpus.Summary) {
	t.Helper()
	var out bytes.Buffer
	s, err := corpus.Work(t.Context(), workSession(upper), strings.NewReader(input), &out, o)
	if err != nil {
		t.Fatal(err)
	}
	greeting, answers, _ := strings.Cut(out.String(), "\n")
	var g corpus.Greeting
	if err := json.Unmarshal([]byte(greeting), &g); err != nil || g.Worker != 1 {
		t.Fatalf("greeting %q: %v", greeting, err)
	}
	return answers, s
}

func TestWorkAnswers(t *testing.T) {
	risk := regexp.MustCompile(`"risk":[0-9.]+`)
	long := `{"id":1,"text":"` + strings.Repeat("x", 200<<10) + `"}`
	// What is behind the bound of a record is an object by itself.
	split := `{"a":"` + strings.Repeat("x", 128<<10-len(`{"a":"`)) + `{"id":2,"text":"Gut."}`
	for _, tt := range []struct{ name, in, want string }{
		{"record", `{"id":7,"text":"Gut."}`, `{"id":7,"text":"Gut.","en":"GUT.","satzpaar":{"sentences":1,"risk":0}}`},
		{"the field is there", `{"en":null,"text":"Gut."}`, `{"en":"GUT.","text":"Gut.","satzpaar":{"sentences":1,"risk":0}}`},
		{"an answer of before", `{"satzpaar":{"failed":1},"text":"Gut.","x":1}`,
			`{"satzpaar":{"sentences":1,"risk":0},"text":"Gut.","en":"GUT.","x":1}`},
		{"failed", `{"text":"Gut. Ein Fehler."}`, `{"text":"Gut. Ein Fehler.","en":"GUT. Ein Fehler.",` +
			`"satzpaar":{"sentences":2,"failed":1,"risk":0,"error":"sentence 1.2: test: refused: refused"}}`},
		{"failed often", `{"text":"Fehler eins. Fehler zwei. Fehler drei. Fehler vier. Fehler fünf."}`, `and 2 more"}}`},
		{"empty text", `{"text":""}`, `{"text":"","en":"","satzpaar":{}}`},
		{"blank", "  ", ""},
		{"not JSON", `{broken`, `{"satzpaar":{"line":1,"error":"stdin:1: not JSON`},
		{"not an object", `[1]`, `{"satzpaar":{"line":1,"error":"stdin:1: not a JSON object`},
		{"no field", `{"id":3}`, `{"id":3,"satzpaar":{"line":1,"error":"stdin:1: none of the usual fields`},
		{"empty object", `{}`, `{"satzpaar":{"line":1,"error":"stdin:1: none of the usual fields`},
		{"broken UTF-8", "{\"text\":\"\xff\"}", `{"satzpaar":{"line":1,"error":"stdin:1: broken UTF-8`},
		{"too long", long, `{"satzpaar":{"line":1,"error":"stdin:1: a record longer`},
		{"too long, and an object behind the bound", split, `{"satzpaar":{"line":1,"error":"stdin:1: a record longer`},
	} {
		for _, end := range []string{"", "\n", "\r\n", "\n" + `{"text":"Gut."}` + "\n"} {
			got, _ := work(t, tt.in+end, corpus.WorkOptions{Jobs: 2})
			line, rest, _ := strings.Cut(risk.ReplaceAllString(got, `"risk":0`), "\n") // the checks decide on it
			if line != tt.want && (tt.want == "" || !strings.Contains(line, tt.want)) {
				t.Errorf("%s, then %q: got %.200s, want %s", tt.name, end, line, tt.want)
			}
			if n := strings.Count(end, "\n") / 2; strings.Count(rest, "\n") != n {
				t.Errorf("%s, then %q: %d lines follow, want %d: %.200s", tt.name, end, strings.Count(rest, "\n"), n, rest)
			}
		}
	}
}

// Answers come in the order of the records, whatever is in flight, and failures are counted, not collected.
func TestWorkOrder(t *testing.T) {
	var in strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&in, `{"id":%d,"text":"Satz %d. Ein Fehler."}`+"\n", i, i)
	}
	first := ""
	for _, jobs := range []int{1, 3} {
		got, s := work(t, in.String(), corpus.WorkOptions{Jobs: jobs, Pairs: true})
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("%d jobs: other answers than with 1", jobs)
		}
		if s.Counts.Failed != 1000 || s.Counts.Sentences != 2000 || len(s.Failures) != 0 {
			t.Errorf("%d jobs: %+v, %d failures", jobs, s.Counts, len(s.Failures))
		}
		id := 0
		for line := range strings.Lines(got) {
			var a struct {
				ID       int
				EN       string
				Satzpaar corpus.Outcome
			}
			if err := json.Unmarshal([]byte(line), &a); err != nil {
				t.Fatal(err)
			}
			if a.ID != id || a.EN != fmt.Sprintf("SATZ %d. Ein Fehler.", id) || len(a.Satzpaar.Pairs) != 2 {
				t.Fatalf("%d jobs, record %d: %s", jobs, id, line)
			}
			id++
		}
	}
}

// An engine may wait for an answer before it sends the next record.
func TestWorkWaitsForNobody(t *testing.T) {
	in, feed := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := corpus.Work(t.Context(), workSession(upper), in, out, corpus.WorkOptions{Jobs: 1})
		out.Close()
		done <- err
	}()
	lines := bufio.NewScanner(answers)
	if !lines.Scan() {
		t.Fatal("no greeting before the first record")
	}
	for i := range 3 {
		fmt.Fprintf(feed, `{"id":%d,"text":"Gut."}`+"\n", i)
		if !lines.Scan() || !strings.HasPrefix(lines.Text(), fmt.Sprintf(`{"id":%d,`, i)) {
			t.Fatalf("record %d: answered %q", i, lines.Text())
		}
	}
	feed.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// endless is an input that never ends and counts the records that were taken from it.
type endless struct{ records atomic.Int64 }

func (e *endless) Read(p []byte) (int, error) {
	return copy(p, fmt.Sprintf(`{"id":%d,"text":"Gut."}`+"\n", e.records.Add(1))), nil
}

var errFull = errors.New("the disk is full")

// stuck is an output that takes the greeting and then waits, or fails.
type stuck struct {
	greeted bool
	wait    chan struct{}
}

func (s *stuck) Write(p []byte) (int, error) {
	if !s.greeted {
		s.greeted = true
		return len(p), nil
	}
	<-s.wait
	return 0, errFull
}

// While nobody takes the answers no more records are read than fit in a few groups; an output that fails, or a context
// that ends, ends the worker although there is more to read.
func TestWorkIsBounded(t *testing.T) {
	in, out := &endless{}, &stuck{wait: make(chan struct{})}
	done := make(chan error, 1)
	go func() {
		_, err := corpus.Work(t.Context(), workSession(upper), in, out, corpus.WorkOptions{Jobs: 2})
		done <- err
	}()
	before := int64(-1)
	for n := in.records.Load(); n != before || n == 0; n = in.records.Load() {
		before = n
		time.Sleep(200 * time.Millisecond)
	}
	if before > 1500 {
		t.Errorf("%d records were read while nobody took an answer", before)
	}
	close(out.wait)
	if err := <-done; !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	blocked, feed := io.Pipe()
	defer feed.Close()
	go func() {
		_, err := corpus.Work(ctx, workSession(upper), blocked, io.Discard, corpus.WorkOptions{Jobs: 2})
		done <- err
	}()
	why := errors.New("enough")
	cancel(why)
	if err := <-done; !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
}

// Whatever comes, every line gets one line, which is JSON or blank.
func FuzzWork(f *testing.F) {
	for _, s := range []string{"", "\n", "{}", `{"text":"Gut."}`, "{broken\n\n[1]",
		`{"satzpaar":1,"text":"Ein Fehler."}` + "\r\n", "\ufeff{\"text\":\"a\"}", "{\"text\":\"a\"}\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, input string) {
		got, _ := work(t, input, corpus.WorkOptions{Jobs: 2, Pairs: true})
		want := strings.Count(input, "\n")
		if input != "" && !strings.HasSuffix(input, "\n") {
			want++
		}
		if n := strings.Count(got, "\n"); n != want {
			t.Fatalf("%d lines for %d: %q", n, want, got)
		}
		for line := range strings.Lines(got) {
			if line != "\n" && !json.Valid([]byte(line)) {
				t.Fatalf("not JSON: %q", line)
			}
		}
	})
}
