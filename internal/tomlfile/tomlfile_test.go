package tomlfile_test

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/tomlfile"
)

func TestDecode(t *testing.T) {
	type settings struct {
		Name   string `toml:"name"`
		Inside struct {
			Size int `toml:"size"`
		} `toml:"inside"`
	}
	for _, tt := range []struct{ raw, want string }{
		{"name = \"a\"\n[inside]\nsize = 3", ""},
		{"name = \"a\"\n[inside]\nsiez = 3", `f.toml:3: unknown setting "inside.siez"`},
		{"name = \"a\"\nname", "f.toml:2:4: "},
		{"name = 3", "f.toml:1:8: "},
	} {
		var got settings
		err := tomlfile.Decode("f.toml", []byte(tt.raw), &got)
		switch {
		case err == nil && (tt.want != "" || got.Name != "a" || got.Inside.Size != 3):
			t.Errorf("%q: %+v", tt.raw, got)
		case err != nil && (tt.want == "" || !strings.HasPrefix(err.Error(), tt.want)):
			t.Errorf("%q: %v, want %s", tt.raw, err, tt.want)
		}
	}
}

func TestAdvice(t *testing.T) {
	type section struct {
		Key   string `toml:"key"`
		Limit int    `toml:"limit"`
	}
	type shared struct {
		Name string `toml:"name"`
	}
	type settings struct {
		shared
		Inside   section            `toml:"inside"`
		Sections map[string]section `toml:"section"`
	}
	const top, inner = "the settings there are name, inside, section", "the settings there are key, limit"
	for raw, want := range map[string]string{
		"nmae = 1":                     top,
		"[insied]\nkey = 1":            top,
		"[inside]\nkye = 1":            inner,
		"[section.a]\nlimits = 1":      inner,
		"[section.a.limit]\nlimit = 1": "",
	} {
		if got := advice.Of(tomlfile.Decode("f.toml", []byte(raw), new(settings))); got != want {
			t.Errorf("%q: advice %q, want %q", raw, got, want)
		}
	}
}
