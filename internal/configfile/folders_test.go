package configfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/satzpaar/satzpaar/internal/advice"
)

func TestFolder(t *testing.T) {
	for _, tt := range []struct {
		system string
		env    map[string]string
		want   string // "": an error
	}{
		{"linux", map[string]string{"XDG_DATA_HOME": "data", "HOME": "home"}, "data/satzpaar"},
		{"linux", map[string]string{"HOME": "home"}, "home/.local/share/satzpaar"},
		{"linux", map[string]string{"HOME": "home", "LocalAppData": "local"}, "home/.local/share/satzpaar"},
		{"windows", map[string]string{"HOME": "home", "LocalAppData": "local"}, "local/satzpaar"},
		{"windows", map[string]string{"XDG_DATA_HOME": "data", "LocalAppData": "local"}, "data/satzpaar"},
		{"windows", map[string]string{"USERPROFILE": "profile"}, "profile/.local/share/satzpaar"},
		{"linux", nil, ""},
	} {
		env := func(name string) string { return tt.env[name] }
		got, err := folder(env, tt.system, "XDG_DATA_HOME", ".local", "share")
		if filepath.ToSlash(got) != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s, %v: %q, %v; want %q", tt.system, tt.env, got, err, tt.want)
		}
		if err != nil && advice.Of(err) != "set XDG_DATA_HOME to a folder that satzpaar may use" {
			t.Errorf("%s, %v: advice %q", tt.system, tt.env, advice.Of(err))
		}
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "satzpaar"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"satzpaar/config.toml": `from = "es"`, "other.toml": `from = "fr"`} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		env  map[string]string
		from string
		err  error
	}{
		{map[string]string{"XDG_CONFIG_HOME": dir}, "es", nil},
		{map[string]string{"XDG_CONFIG_HOME": dir, "SATZPAAR_CONFIG": filepath.Join(dir, "other.toml")}, "fr", nil},
		{map[string]string{"XDG_CONFIG_HOME": dir, "SATZPAAR_CONFIG": filepath.Join(dir, "x.toml")}, "", fs.ErrNotExist},
		{map[string]string{"XDG_CONFIG_HOME": t.TempDir()}, "", nil},
		{nil, "", nil},
	} {
		f, err := Find(func(name string) string { return tt.env[name] })
		if !errors.Is(err, tt.err) || err == nil && f.From != tt.from {
			t.Errorf("%v: %+v, %v; want from %q, %v", tt.env, f, err, tt.from, tt.err)
		}
	}
}
