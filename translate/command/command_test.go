package command_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/command"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

// The test binary is its own program: with COMMAND_TEST set it behaves as one that translates.
func TestMain(m *testing.M) {
	if how := os.Getenv("COMMAND_TEST"); how != "" {
		program(how)
		return
	}
	os.Exit(m.Run())
}

// program translates standard input to standard output in a way, or misbehaves.
func program(how string) {
	sc := bufio.NewScanner(os.Stdin)
	sc.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	var held []map[string]string
	for n := 1; sc.Scan(); n++ {
		text := sc.Text()
		var q map[string]string
		if strings.HasPrefix(how, "jsonl") {
			if err := json.Unmarshal([]byte(text), &q); err != nil {
				fmt.Fprintln(os.Stderr, "no JSON:", text)
				os.Exit(3)
			}
			text = q["text"]
		}
		if strings.HasSuffix(how, "environment") {
			text = strings.Join(os.Environ(), " ")
		}
		if n == 2 {
			switch {
			case strings.HasSuffix(how, "die"):
				fmt.Fprintln(os.Stderr, "out of memory")
				out.Flush()
				os.Exit(9)
			case strings.HasSuffix(how, "endless"): // a line without an end
				for s := strings.Repeat("x", 1<<20); ; {
					fmt.Fprint(out, s)
				}
			case strings.HasSuffix(how, "close"):
				out.Flush()
				os.Stdout.Close()
				time.Sleep(time.Hour)
			case strings.HasSuffix(how, "hang"):
				time.Sleep(time.Hour)
			case strings.HasSuffix(how, "drop"):
				continue
			case strings.HasSuffix(how, "double"):
				fmt.Fprintln(out, "one line too many")
			}
		}
		switch {
		case q != nil && strings.HasSuffix(how, "error"):
			json.NewEncoder(out).Encode(map[string]string{"id": q["id"], "error": "no such word"})
		case q != nil && strings.HasSuffix(how, "backwards"):
			held = append(held, q)
			if len(held) == 3 {
				for _, q := range slices.Backward(held) {
					json.NewEncoder(out).Encode(map[string]string{"id": q["id"], "text": faultserver.Pseudo(q["text"])})
				}
				held = nil
			}
		case q != nil:
			json.NewEncoder(out).Encode(map[string]string{"id": q["id"], "text": faultserver.Pseudo(text)})
		default:
			fmt.Fprintln(out, faultserver.Pseudo(text))
		}
		if !strings.HasPrefix(how, "buffered") {
			out.Flush()
		}
	}
}

func open(t *testing.T, how string, change ...func(*command.Config)) *command.Backend {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := command.Config{Argv: []string{exe, "{from}-{to}"}, Environ: append(os.Environ(), "COMMAND_TEST="+how),
		Env: []string{"COMMAND_TEST"}, Patience: 20 * time.Second}
	if strings.HasPrefix(how, "jsonl") {
		c.Protocol = command.JSONL
	}
	for _, f := range change {
		f(&c)
	}
	b, err := command.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func keep(c *command.Config) { c.Keep = true }

func wantRight(t *testing.T, req translate.Request, results []translate.Result, err error) {
	t.Helper()
	if err != nil || len(results) != len(req.Items) {
		t.Fatalf("%d results for %d items, error %v", len(results), len(req.Items), err)
	}
	for i, r := range results {
		if want := faultserver.Pseudo(req.Items[i].Text); r.Err != nil || r.Text != want {
			t.Errorf("%q gives %q, error %v; want %q", req.Items[i].Text, r.Text, r.Err, want)
		}
	}
}

func TestConformance(t *testing.T) {
	for name, b := range map[string]func(*testing.T) *command.Backend{
		"lines":    func(t *testing.T) *command.Backend { return open(t, "lines") },
		"buffered": func(t *testing.T) *command.Backend { return open(t, "buffered") },
		"kept":     func(t *testing.T) *command.Backend { return open(t, "lines", keep) },
		"jsonl":    func(t *testing.T) *command.Backend { return open(t, "jsonl") },
	} {
		t.Run(name, func(t *testing.T) {
			translatetest.Run(t, func() translate.Backend { return b(t) })
		})
	}
}

var three = []string{"Der Hund schläft.", "Die Katze wacht über das Haus.", "Es regnet."}

func TestOrder(t *testing.T) {
	b := open(t, "jsonl backwards", func(c *command.Config) { c.Processes = 3 })
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			results, _, err := b.Translate(context.Background(), translatetest.Request(three...))
			wantRight(t, translatetest.Request(three...), results, err)
		})
	}
	wg.Wait()
}

// TestMisbehaviour: a program that fails gives an error that says how, and nothing of what it wrote before is
// believed where it cannot be told apart.
func TestMisbehaviour(t *testing.T) {
	short := func(c *command.Config) { c.Patience = 1500 * time.Millisecond }
	for _, tt := range []struct {
		how    string
		change []func(*command.Config)
		kind   translate.Kind
		says   string
	}{
		{"lines die", nil, translate.Unavailable, "out of memory"},
		{"lines die", []func(*command.Config){keep}, translate.Unavailable, "out of memory"},
		{"jsonl die", nil, translate.Unavailable, "out of memory"},
		{"lines hang", []func(*command.Config){short}, translate.Unavailable, "killed"},
		{"jsonl hang", []func(*command.Config){short}, translate.Unavailable, "killed"},
		{"lines endless", nil, translate.Unavailable, "too long"},
		{"jsonl endless", nil, translate.Unavailable, "too long"},
		{"lines close", []func(*command.Config){short}, translate.Unavailable, "killed"},
		{"jsonl close", []func(*command.Config){short}, translate.Unavailable, "killed"},
		{"lines drop", nil, translate.Internal, "2 lines came for 3"},
		{"lines drop", []func(*command.Config){keep, short}, translate.Unavailable, "flush"},
		{"lines double", nil, translate.Internal, "more than 3 lines"},
		{"lines double", []func(*command.Config){keep}, translate.Internal, "more than 3 lines"},
		{"jsonl double", nil, translate.Internal, "not a JSON object"},
		{"jsonl drop", []func(*command.Config){short}, translate.Unavailable, "no answer"},
	} {
		b := open(t, tt.how, tt.change...)
		results, _, err := b.Translate(context.Background(), translatetest.Request(three...))
		if err == nil || translate.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: results %v, error %v; want kind %v and %q", tt.how, results, err, tt.kind, tt.says)
		}
		// The next request gets a new program.
		results, _, err = b.Translate(context.Background(), translatetest.Request(three[:1]...))
		wantRight(t, translatetest.Request(three[:1]...), results, err)
	}
	results, _, err := open(t, "jsonl error").Translate(context.Background(), translatetest.Request(three...))
	if err != nil || results[0].Err == nil || results[0].Err.Kind != translate.Refused {
		t.Errorf("an error by name: %v, %v", results, err)
	}
}

func TestCancelKills(t *testing.T) {
	b := open(t, "jsonl hang")
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, _, err := b.Translate(ctx, translatetest.Request(three...))
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

func TestNew(t *testing.T) {
	for _, c := range []command.Config{{}, {Argv: []string{"no-such-program-anywhere"}},
		{Argv: []string{os.Args[0]}, Protocol: "xml"}} {
		if _, err := command.New(c); translate.KindOf(err) != translate.Invalid {
			t.Errorf("New(%+v): %v", c, err)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		line string
		want []string // nil: an error
	}{
		{`apertium -u es-en`, []string{"apertium", "-u", "es-en"}},
		{`  a   'b c'  "d \"e\" \n"	f\ g `, []string{"a", "b c", `d "e" \n`, "f g"}},
		{`a '' ""`, []string{"a", "", ""}},
		{`a$HOME;rm -rf|x *`, []string{"a$HOME;rm", "-rf|x", "*"}},
		{`sh -c 'tr a b | sed s/x/y/'`, []string{"sh", "-c", "tr a b | sed s/x/y/"}},
		{`'C:\Program Files\x.exe' a`, []string{`C:\Program Files\x.exe`, "a"}},
		{`ä"ö"'ü'`, []string{"äöü"}},
		{``, nil}, {`  `, nil}, {`a 'b`, nil}, {`a "b`, nil}, {`a \`, nil},
	} {
		got, err := command.Split(tt.line)
		if !slices.Equal(got, tt.want) || (err == nil) != (tt.want != nil) {
			t.Errorf("Split(%q) = %q, %v; want %q", tt.line, got, err, tt.want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"a b", `a 'b c' "d"`, `\`, "é\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		words, err := command.Split(s)
		if err != nil {
			return
		}
		// Each word, quoted, gives itself back.
		var line strings.Builder
		for _, w := range words {
			line.WriteString(" '" + strings.ReplaceAll(w, "'", `'\''`) + "'")
		}
		again, err := command.Split(line.String())
		if err != nil || !slices.Equal(again, words) {
			t.Errorf("%q gives %q, then %q, %v", s, words, again, err)
		}
	})
}
