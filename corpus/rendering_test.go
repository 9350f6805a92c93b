package corpus_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
)

// TestRunParts: a document of several parts gets all its outputs, those that take pairs as they come and those that
// want all of them, and its failures are found on their lines.
func TestRunParts(t *testing.T) {
	const lines, hole = 25_000, 20_000
	var text, want strings.Builder
	for i := 1; i <= lines; i++ {
		fmt.Fprintf(&text, "Im Haus Nummer %d brennt Licht.\n", i)
		if i == hole {
			fmt.Fprintf(&want, "Im Haus Nummer %d brennt Licht.\n", i)
		} else {
			fmt.Fprintf(&want, "IM HAUS NUMMER %d BRENNT LICHT.\n", i)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	b := func(_ context.Context, text string) (string, error) {
		if strings.Contains(text, fmt.Sprint(hole)) {
			return "", &translate.Error{Kind: translate.Refused, Err: errors.New("no")}
		}
		return strings.ToUpper(text), nil
	}
	s, out, err := run(t, context.Background(), dir, b, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Failures) != 1 || s.Failures[0].Line != hole || s.Counts.Sentences != lines {
		t.Errorf("%+v, failures %+v", s.Counts, s.Failures)
	}
	got := files(t, out)
	if got["a.txt.en.txt"] != want.String() {
		t.Errorf("the translation has %d bytes, want %d", len(got["a.txt.en.txt"]), want.Len())
	}
	if n := strings.Count(got["a.txt.bitext.jsonl"], "\n"); n != 1+lines {
		t.Errorf("the bitext has %d lines", n)
	}
}

// TestRunPartsStopped: a document that a run does not come to the end of has no output, and no failures of its own.
func TestRunPartsStopped(t *testing.T) {
	dir := t.TempDir()
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "Im Haus Nummer %d brennt Licht.\n", i)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	b := func(_ context.Context, text string) (string, error) {
		switch {
		case strings.Contains(text, " 7 "):
			return "", &translate.Error{Kind: translate.Refused, Err: errors.New("no")}
		case strings.Contains(text, " 19999 "):
			return "", &translate.Error{Kind: translate.Auth, Err: errors.New("the key is wrong")}
		}
		return strings.ToUpper(text), nil
	}
	s, out, err := run(t, context.Background(), dir, b, 1)
	if translate.KindOf(err) != translate.Auth {
		t.Fatalf("error %v", err)
	}
	if len(s.Failures) > 0 {
		t.Errorf("failures %v", s.Failures)
	}
	for name := range files(t, out) {
		if name != "satzpaar.json" {
			t.Errorf("%s was left", name)
		}
	}
}
