package openai

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReplyLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "replies.jsonl")
	opened := 0
	open := func() (*os.File, error) {
		opened++
		return os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o644)
	}
	none := NewReplyLog(open)
	if err := none.Close(); err != nil || opened != 0 {
		t.Errorf("without replies: opened %d times, %v", opened, err)
	}
	for _, id := range []string{"a", "b"} { // two runs, the first of which was killed
		l := NewReplyLog(open)
		l.Add(&Reply{Backend: id, Mode: Text, Body: json.RawMessage(`{}`)})
		l.Add(&Reply{Backend: id, Mode: Text, Body: json.RawMessage(`{}`)})
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if id == "a" {
			cut(t, path)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r, err := range Replies(strings.NewReader(string(raw) + `{"backend":"cut`)) {
		switch {
		case err != nil:
			t.Fatal(err)
		case r == nil:
			got = append(got, "broken")
		default:
			got = append(got, r.Backend)
		}
	}
	if strings.Join(got, " ") != "a broken b b broken" || opened != 2 {
		t.Errorf("%q, opened %d times", got, opened)
	}
	full := errors.New("no space")
	l := NewReplyLog(func() (*os.File, error) { return nil, full })
	l.Add(&Reply{})
	if err := l.Close(); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

// cut takes the last bytes of a file away, as a crash does.
func cut(t *testing.T, path string) {
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, info.Size()-5)
	}
	if err != nil {
		t.Fatal(err)
	}
}
