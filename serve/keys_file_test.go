package serve_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/serve"
)

func TestParseKeys(t *testing.T) {
	const good = "[b]\nkey = \"secret of b\"\n[a]\nkey = \"secret of a\"\nrequests_per_minute = 600\ntext_bytes = 9\n"
	keys, err := serve.ParseKeys("keys.toml", []byte(good))
	want := []serve.Key{
		{Name: "a", Secret: "secret of a", Limits: serve.Limits{Requests: 600, Text: 9}},
		{Name: "b", Secret: "secret of b"},
	}
	if err != nil || !slices.Equal(keys, want) {
		t.Errorf("%+v, %v; want %+v", keys, err, want)
	}
	for raw, want := range map[string]string{
		"":                          "keys.toml holds no keys",
		"[a]\nconcurrent = -1":      "keys.toml: [a] concurrent = -1: must not be negative",
		"[a]\nkey=\"x\"\nlimit = 1": `keys.toml:3: unknown setting "a.limit"`,
	} {
		if _, err := serve.ParseKeys("keys.toml", []byte(raw)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", raw, err, want)
		}
	}
}

// TestReadKeys: the key that is given comes beside those of the file, and no key comes with an error.
func TestReadKeys(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.toml"), filepath.Join(dir, "bad.toml")
	err := errors.Join(os.WriteFile(good, []byte("[a]\nkey = \"secret of a\"\n"), 0o600), os.WriteFile(bad, nil, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	given, listed := serve.Key{Name: "environment", Secret: "given"}, serve.Key{Name: "a", Secret: "secret of a"}
	for _, test := range []struct {
		path, secret string
		want         []serve.Key
		fails        bool
	}{
		{"", "", nil, false},
		{"", "given", []serve.Key{given}, false},
		{good, "", []serve.Key{listed}, false},
		{good, "given", []serve.Key{given, listed}, false},
		{bad, "given", nil, true},
	} {
		got, err := serve.ReadKeys(test.path, test.secret)
		if !slices.Equal(got, test.want) || (err != nil) != test.fails {
			t.Errorf("%q and %q: %+v, %v", test.path, test.secret, got, err)
		}
	}
	if _, err := serve.ReadKeys(filepath.Join(dir, "missing.toml"), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// TestNewEngines: a backend is served once, in the directions that are asked for, or else in its own.
func TestNewEngines(t *testing.T) {
	pairs := func(list ...string) []lang.Pair {
		t.Helper()
		pairs, err := lang.ParseDirections(list)
		if err != nil {
			t.Fatal(err)
		}
		return pairs
	}
	for _, test := range []struct {
		asked []lang.Pair
		want  string
	}{
		{nil, "marian [de-en fr-en] echo [de-en] "},
		{pairs("en-de"), "marian [en-de] echo [en-de] "},
	} {
		engines, err := serve.NewEngines(satzpaar.Config{}, []string{"marian", "echo", "marian"}, test.asked,
			pairs("fr-en", "de-en"))
		got := ""
		for _, e := range engines {
			got += fmt.Sprint(e.Name, " ", e.Pairs, " ")
			if err := e.Sessions.Close(); err != nil {
				t.Error(err)
			}
		}
		if err != nil || got != test.want {
			t.Errorf("asked for %v: %s, %v; want %s", test.asked, got, err, test.want)
		}
	}
	if _, err := serve.NewEngines(satzpaar.Config{From: "de", To: "de"}, []string{"echo"}, nil, nil); err == nil {
		t.Error("a language is translated into itself")
	}
}
