package detect

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/detect/internal/table"
	"github.com/satzpaar/satzpaar/internal/required"
	"github.com/satzpaar/satzpaar/offset"
)

func TestTablesDecode(t *testing.T) {
	for name, b := range map[string][]byte{"latin": latinTable, "cyrillic": cyrillicTable} {
		tab, err := table.Decode(b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, l := range tab.Langs {
			if _, ok := scripts[l]; !ok {
				t.Errorf("%s: language %s has no script", name, l)
			}
		}
	}
	for _, l := range slices.Concat(usual, rare) {
		if _, ok := scripts[l]; !ok {
			t.Errorf("known language %s has no script", l)
		}
	}
}

// shared returns the folder of the shared data, or skips the test.
func shared(t testing.TB, sub string) string {
	t.Helper()
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir)
	}
	dir = filepath.Join(dir, sub)
	if _, err := os.Stat(dir); err != nil {
		required.Missing(t, "shared", "no shared data: %v (set SATZPAAR_SHARED)", err)
	}
	return dir
}

func newScreen(t testing.TB, c Config) *Screen {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSeeds: in the five real documents, the Spanish tweet is foreign and nothing else.
func TestSeeds(t *testing.T) {
	s := newScreen(t, Config{})
	files, err := filepath.Glob(filepath.Join(shared(t, "seeds"), "*.txt"))
	if err != nil || len(files) != 5 {
		t.Fatalf("%d seed documents, %v", len(files), err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		var foreign strings.Builder
		for _, r := range s.Runs(text) {
			if r.Lang == language.German {
				continue
			}
			if r.Lang != language.Spanish {
				t.Errorf("%s: %s: %q", filepath.Base(f), r.Lang, r.Span.In(text))
			}
			foreign.WriteString(r.Span.In(text))
		}
		want := ""
		if strings.HasPrefix(filepath.Base(f), "001_") {
			from := strings.Index(text, "#Putin, “preocupado”")
			to := strings.Index(text, "Der russische Präsident Wladimir Putin hat heute jedoch")
			want = text[from:to]
		}
		if got := foreign.String(); got != want {
			t.Errorf("%s: foreign text is\n%q, want\n%q", filepath.Base(f), got, want)
		}
	}
}

// checkTiling verifies what the contract promises of any text.
func checkTiling(t *testing.T, text string, runs []Run) {
	t.Helper()
	at, valid := 0, utf8.ValidString(text)
	for i, r := range runs {
		if r.Span.Start != at || r.Span.End <= r.Span.Start || r.Span.End > len(text) {
			t.Fatalf("run %d is %v after byte %d of %d", i, r.Span, at, len(text))
		}
		if valid && !utf8.RuneStart(text[r.Span.Start]) {
			t.Fatalf("run %d starts inside a character", i)
		}
		if i > 0 && r.Lang == runs[i-1].Lang {
			t.Fatalf("runs %d and %d are both %s", i-1, i, r.Lang)
		}
		if !(r.Score >= 0 && r.Score <= 1) {
			t.Fatalf("run %d has score %v", i, r.Score)
		}
		at = r.Span.End
	}
	if at != len(text) {
		t.Fatalf("runs end at %d of %d", at, len(text))
	}
}

func FuzzRuns(f *testing.F) {
	for _, s := range []string{
		"", "\n", "12 345", "Er sagte: „We will not go there again“ und ging.", "\xff\xfe\x80abc \xc3", "😀😀",
		"שלום עולם, זה טקסט", "这是一个测试文件，它很长。",
		"u\u0308ber die Bru\u0308cke", "a.b.c.d.e", "@a #b https://x.y/z?q=ü RT @c:", "RT @", "''''“„»«",
		"İSTANBUL ŞİİR", "\u200bDas\u200b ist",
		"— DW Español (@dw) December 21, 2021", "#Putin, “preocupado” ante presencia\n", "ab\u00adcd\u0301",
	} {
		f.Add(s)
	}
	s := newScreen(f, Config{})
	f.Fuzz(func(t *testing.T, text string) {
		checkTiling(t, text, s.Runs(text))
	})
}

// TestLong: pieces without line breaks are decoded in chunks; the runs still tile, and the language does not change at
// the seams.
func TestLong(t *testing.T) {
	s := newScreen(t, Config{})
	german := strings.Repeat("Die Regierung hat am Dienstag beschlossen, das Gesetz zu ändern. ", 2000)
	runs := s.Runs(german)
	checkTiling(t, german, runs)
	if len(runs) != 1 || runs[0].Lang != language.German {
		t.Errorf("German text has runs %v", runs)
	}
	spanish := strings.Repeat("El gobierno decidió el martes cambiar la ley para todos los ciudadanos, ", 2000)
	text := german + spanish + german
	runs = s.Runs(text)
	checkTiling(t, text, runs)
	want := offset.Span{Start: len(german), End: len(german) + len(spanish)}
	if len(runs) != 3 || runs[1].Lang != language.Spanish || runs[1].Span != want {
		t.Errorf("mixed text has runs %v", runs)
	}
	for name, text := range map[string]string{
		"no spaces": strings.Repeat("x", 100_000), "dots": strings.Repeat("a.", 50_000),
		"handles": strings.Repeat("@a", 50_000), "quotes": strings.Repeat("“", 50_000),
		"invalid": strings.Repeat("\xff", 100_000), "emoji": strings.Repeat("😀", 30_000),
		"marks":   "a" + strings.Repeat("\u0301", 50_000),
		"chinese": strings.Repeat("政府在星期二决定修改法律", 3_000), "newlines": strings.Repeat("\n", 100_000),
	} {
		t.Run(name, func(t *testing.T) { checkTiling(t, text, s.Runs(text)) })
	}
}
