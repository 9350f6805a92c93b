package configfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/configfile"
)

// write makes a file of a configuration and returns its path.
func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestReadMistakes: a mistake is named with its place, and what was probably meant goes along.
func TestReadMistakes(t *testing.T) {
	for _, c := range []struct{ content, trouble, advice string }{
		{"jobs = 2\ncolour = 1\n", `config.toml:2: unknown setting "colour"`, ""},
		{"jobs = = 2\n", "config.toml:1:", ""},
		{"[backend.x]\ntype = \"opnai\"\n", `[backend.x] has the unknown type "opnai"`, "openai"},
		{"default_backend = \"deepk\"\n", `default_backend: there is no backend "deepk"`, "deepl"},
		{"fallback = \"mine\"\n[backend.mine1]\ntype = \"echo\"\n", `fallback: there is no backend "mine"`, "mine1"},
		{"write = \"smae\"\n", "write: ", ""},
	} {
		_, err := configfile.Read(write(t, c.content))
		if err == nil || !strings.Contains(err.Error(), c.trouble) || !strings.Contains(advice.Of(err), c.advice) {
			t.Errorf("%q: %v; %s", c.content, err, advice.Of(err))
		}
	}
	long := strings.Repeat("x", 100_000)
	for _, content := range []string{
		long + " = 1\n",
		"[" + long + "]\n[" + long + "]\n",
		"[backend." + long + "]\n",
		"[backend.x]\ntype = '" + long + "'\n",
		"fallback = '" + long + "'\n",
		"write = '" + long + "'\n",
		"jobs = '" + long + "'\n",
		"jobs = " + long + "\n",
	} {
		_, err := configfile.Read(write(t, content))
		if err == nil || len(err.Error())+len(advice.Of(err)) > 2000 {
			t.Errorf("%.20q…: a message of %d characters, %.300s", content, len(fmt.Sprint(err, advice.Of(err))), err)
		}
	}
	if _, err := configfile.Read(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// TestConfig: a variable of the environment comes before the file, and a backend has its key and its style.
func TestConfig(t *testing.T) {
	style := filepath.Join(t.TempDir(), "style.txt")
	if err := os.WriteFile(style, []byte("Be brief."), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := configfile.Read(write(t, "from = \"es\"\nto = \"fr\"\n"+
		"[backend.mine]\ntype = \"openai\"\nprompt_file = '"+style+"'\n"))
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"SATZPAAR_TO": "en", "OPENAI_API_KEY": "secret"}
	c, err := f.Config(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	mine := c.Backends["mine"]
	if c.From != "es" || c.To != "en" || c.Backend != "marian" || mine.Style != "Be brief." || mine.Key != "secret" ||
		c.Backends["openai"].Key != "secret" || c.Backends["echo"].Type != "echo" {
		t.Errorf("%+v", c)
	}
	if err := os.Remove(style); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Config(func(string) string { return "" }); err == nil ||
		!strings.Contains(err.Error(), "[backend.mine]: prompt_file: ") {
		t.Errorf("without the file of the style: %v", err)
	}
}
