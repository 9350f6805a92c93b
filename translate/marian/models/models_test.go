package models

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/required"
	"github.com/satzpaar/satzpaar/lang"
)

func shared(t *testing.T, elem ...string) []byte {
	t.Helper()
	folder := cmp.Or(os.Getenv("SATZPAAR_SHARED"), filepath.Join("..", "..", "..", "..", "shared"))
	raw, err := os.ReadFile(filepath.Join(append([]string{folder}, elem...)...))
	if err != nil {
		required.Missing(t, "shared", "the shared data are not here; set SATZPAAR_SHARED to the folder that holds them: %v", err)
	}
	return raw
}

// TestTable: every line of the table is a model of its own, and all that a model needs is in it.
func TestTable(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
	into, outOf := map[lang.Pair]bool{}, map[lang.Pair]bool{}
	for i, line := range lines {
		m, err := parseRow(line)
		if err != nil {
			t.Errorf("line %d: %v", i+1, err)
			continue
		}
		if lang.Same(m.To, Via) {
			into[m.Pair()] = true
		} else {
			outOf[m.Pair()] = true
		}
	}
	// As the registry of 29 March 2026 has it.
	if len(into) != 46 || len(outOf) != 49 {
		t.Errorf("%d languages into English, %d out of it; want 46 and 49", len(into), len(outOf))
	}
	all := All()
	if len(all) != len(lines)+len(firstModels()) {
		t.Errorf("%d models, but %d lines and %d more", len(all), len(lines), len(firstModels()))
	}
	names, urls := map[string]bool{}, map[string]bool{}
	for _, m := range all {
		if got, ok := Lookup(m.Name); !ok || got.Model().URL != m.Model().URL || names[m.Name] || !plain(m.Name) {
			t.Errorf("Lookup(%q) = %q, %v; seen before: %v", m.Name, got.Name, ok, names[m.Name])
		}
		names[m.Name] = true
		if m.Licence != "MPL-2.0" || m.Arch == "" || len(m.Files) < 3 || !hashForm.MatchString(m.Model().SHA256) ||
			!strings.HasPrefix(m.Model().Name, "model.") {
			t.Errorf("%s is incomplete: %+v", m.Name, m)
		}
		for _, f := range m.Files {
			u, err := url.Parse(f.URL)
			if err != nil || u.Scheme != "https" || u.Host == "" || urls[f.URL] || !plain(f.Name) ||
				(f.SHA256 != "") != (f.Size > 0) {
				t.Errorf("%s: %+v", m.Name, f)
			}
			urls[f.URL] = true
		}
	}
	if _, ok := Lookup("builtin"); ok {
		t.Error("builtin is not a model to fetch")
	}
}

// TestTableIsThatOfTheRegistry makes the table again.
func TestTableIsThatOfTheRegistry(t *testing.T) {
	got, err := Table(shared(t, "data", "models", "firefox-models-2026-03-29.json"))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != table {
		t.Error("table.tsv is not what gen makes of the registry")
	}
}

// TestWhollyKnownModels compares the models whose files all have hashes with the table that they were taken from.
func TestWhollyKnownModels(t *testing.T) {
	design := string(shared(t, "design", "MARIAN.md"))
	for _, m := range append(firstModels(), germanRelease()) {
		for _, f := range m.Files {
			if row := fmt.Sprintf("| %d | %s |", f.Size, f.SHA256); !strings.Contains(design, row) {
				t.Errorf("%s: the table has no row with %q", m.Name, row)
			}
			if id := path.Base(f.URL); !strings.Contains(design, id) {
				t.Errorf("%s: the table does not mention %s", m.Name, id)
			}
		}
	}
	m, _ := Lookup("de-en")
	for _, f := range m.Files {
		if f.SHA256 == "" || f.Size == 0 {
			t.Errorf("de-en: %s has no hash", f.Name)
		}
	}
}

func TestDamagedRegistry(t *testing.T) {
	const good = `{"models":{"fr-en":[{"architecture":"tiny","releaseStatus":"Release","sourceLanguage":"fr",
		"targetLanguage":"en","files":{
			"model":{"path":"models/fr-en/run_1/exported/model.fren.intgemm.alphas.bin.gz",
				"uncompressedHash":"fff0b00229e42e3df56be33ec903013aea80dbdd8fc0c3673f6249ab6102490f","uncompressedSize":7},
			"lexicalShortlist":{"path":"models/fr-en/run_1/exported/lex.50.50.fren.s2t.bin.gz"},
			"vocab":{"path":"models/fr-en/run_1/exported/vocab.fren.spm.gz"}}}]}}`
	if row, err := Table([]byte(good)); err != nil || !strings.HasPrefix(string(row), "fr-en\ttiny\tRelease\trun_1\t1\t7\t") {
		t.Errorf("%q, %v", row, err)
	}
	for _, c := range [][2]string{
		{"fff0b", "fff0"}, {`"uncompressedSize":7`, `"uncompressedSize":-7`}, {"vocab.fren", "other.fren"},
		{"run_1/exported/lex", "run_2/exported/lex"}, {`"vocab"`, `"voc"`}, {`"fr"`, `"nosuchlanguage"`},
		{`"fr"`, `"../x"`}, {`"tiny"`, `"a\tb"`}, {"{\"models\"", "[\"models\""}, {`"models"`, `"none"`},
	} {
		bad := strings.ReplaceAll(good, c[0], c[1])
		if row, err := Table([]byte(bad)); err == nil {
			t.Errorf("%s instead of %s: %q", c[1], c[0], row)
		}
	}
}

func TestFor(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"de", "en", "de-en de-en-tiny"},
		{"de-AT", "en-GB", "de-en de-en-tiny"},
		{"en", "de", "en-de"},
		{"ja", "en", "ja-en ja-en-base-memory"},
		{"en", "zh", "en-zh en-zh-hant"},
		{"en", "zh-Hant", "en-zh-hant en-zh"},
		{"zh-Hant", "en", "zh-hant-en zh-en zh-en-base-memory"},
		{"hr", "en", "hbs-en"},
		{"sr", "en", "hbs-en"},
		{"no", "en", "no-en nb-en"},
		{"de", "fr", ""},
		{"tlh", "en", ""},
	} {
		if s := names(For(parsed(c.from, c.to))); s != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, s, c.want)
		}
	}
}

func parsed(from, to string) lang.Pair {
	return lang.Pair{From: language.MustParse(from), To: language.MustParse(to)}
}

func names(list []Info) string {
	var all []string
	for _, m := range list {
		all = append(all, m.Name)
	}
	return strings.Join(all, " ")
}

func TestChain(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"fr", "en", "fr-en"},
		{"de", "fr", "de-en en-fr"},
		{"hr", "ko", "hbs-en en-ko"},
		{"tlh", "de", ""},
		{"de", "tlh", ""},
	} {
		if s := names(Chain(parsed(c.from, c.to))); s != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, s, c.want)
		}
	}
}

// TestDirections: without pulled models there is the built-in one.
func TestDirections(t *testing.T) {
	pairs := (&Puller{Dir: t.TempDir()}).Directions()
	if len(pairs) != 1 || !pairs[0].Same(lang.GermanEnglish) {
		t.Errorf("%v", pairs)
	}
}

func TestReached(t *testing.T) {
	for _, c := range []struct{ have, want string }{
		{"", ""},
		{"de-en", "de-en"},
		{"fr-en en-fr", "fr-en en-fr"},
		{"fr-en en-nl", "fr-en en-nl fr-nl"},
		{"no-en nb-en", "nb-en"},
		{"hbs-en en-sr", "bs-en hr-en sr-en en-sr bs-sr hr-sr"},
		{"en-zh en-zh-hant fr-en", "en-zh en-zh-Hant fr-en fr-zh fr-zh-Hant"},
	} {
		var have []Info
		for name := range strings.FieldsSeq(c.have) {
			m, ok := Lookup(name)
			if !ok {
				t.Fatalf("there is no model %s", name)
			}
			have = append(have, m)
		}
		var got []string
		for _, p := range Reached(have) {
			got = append(got, p.Written())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("with %s: %q, want %q", c.have, s, c.want)
		}
	}
}

func TestCompareVersions(t *testing.T) {
	ordered := []string{"1.0a2", "1.0", "1.1", "2.0", "2.1", "2.1.1", "10.0"}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := compareVersions(a, b); got != cmp.Compare(i, j) {
				t.Errorf("%s and %s: %d", a, b, got)
			}
		}
	}
}

func TestWanted(t *testing.T) {
	for _, tt := range []struct {
		name   string
		want   string
		advice string // where there is none
	}{
		{"fr-en", "fr-en", ""},
		{"de-en-tiny", "de-en-tiny", ""},
		{"de-fr", "de-en en-fr", ""},
		{"de_AT-en", "de-en", ""},
		{"xx-yy", "", "see 'satzpaar models list --available'"},
		{"fr-em", "", "did you mean fr-en? Otherwise, see 'satzpaar models list --available'"},
	} {
		found, err := wanted(tt.name)
		var names []string
		for _, m := range found {
			names = append(names, m.Name)
		}
		if got := strings.Join(names, " "); got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%s: %q, %v; want %q", tt.name, got, err, tt.want)
		}
		if got := advice.Of(err); got != tt.advice {
			t.Errorf("%s: advice %q, want %q", tt.name, got, tt.advice)
		}
		if err != nil {
			continue
		}
		again := WantedFor(lang.Pair{From: found[0].From, To: found[len(found)-1].To})
		if more, err := wanted(again); err != nil || len(more) != len(found) {
			t.Errorf("%s is wanted as %q: %v, %v", tt.name, again, more, err)
		}
	}
}
