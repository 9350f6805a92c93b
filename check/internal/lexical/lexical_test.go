package lexical

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/check/internal/word"
)

// Whatever the bytes are, reading them ends with a table or an error.
func FuzzReadTable(f *testing.F) {
	small := &Table{Rows: []uint32{0, 2, 3}, IDs: []uint16{0, 1, 1}}
	small.German = Stems{Hashes: []uint32{3, 90}, Chances: make([]Chances, 2)}
	small.English = Stems{Hashes: []uint32{7, 8}, Chances: make([]Chances, 2)}
	data, err := small.Pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte(tableMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadTable(data)
		if err != nil {
			return
		}
		var c Coverage
		c.Compare(p, sideOf("Das Haus", true), sideOf("The house", false))
	})
}

func sideOf(s string, german bool) *Side {
	text, side := new(word.Text), new(Side)
	side.Set(text, german)
	text.Set(s)
	text.Scan()
	return side
}

// The table of the program can be read, and packing it again gives the same bytes.
func TestPartners(t *testing.T) {
	p, err := ReadTable(tableData)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := p.Pack(); err != nil || !bytes.Equal(again, tableData) {
		t.Errorf("packing again gives other bytes (%v)", err)
	}
}

func TestCoverage(t *testing.T) {
	for _, c := range []struct{ german, english, lost, added string }{
		{"Der Hund schläft im Garten.", "The dog is sleeping in the garden.", "", ""},
		{"Der Hund schläft im Garten, und die Katze jagt eine Maus.", "The dog is sleeping in the garden.",
			"und die Katze jagt eine Maus", ""},
		{"Der Hund schläft.", "The dog is sleeping, and the hungry minister bought seven bicycles.",
			"", "and the hungry minister bought seven bicycles"},
	} {
		var cover, reverse Coverage
		cover.Compare(Partners(), sideOf(c.german, true), sideOf(c.english, false))
		reverse.Compare(Partners(), sideOf(c.english, false), sideOf(c.german, true))
		if reverse.Lost != cover.Added || reverse.Added != cover.Lost || reverse.Misfit != cover.Misfit {
			t.Errorf("%s = %s: the reverse gives another coverage", c.german, c.english)
		}
		for _, x := range []struct {
			s    Stretch
			text string
			want string
		}{{cover.Lost, c.german, c.lost}, {cover.Added, c.english, c.added}} {
			got := x.s.Span.In(x.text)
			if x.s.Evidence < 5 {
				got = ""
			}
			if got != x.want {
				t.Errorf("%s = %s: %q has no counterpart, want %q (evidence %.1f)", c.german, c.english, got, x.want,
					x.s.Evidence)
			}
		}
	}
}

func TestSpelling(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "abc", 3}, {"merkel", "merkle", 1}, {"schulz", "schultz", 1}, {"haus", "haus", 0}, {"ab", "cd", 2}} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("distance of %q and %q is %d, want %d", c.a, c.b, got, c.want)
		}
	}
	if got := FoldName("Müller-Łódź"); got != "mueller-lodz" {
		t.Errorf("folded: %q", got)
	}
	for german, english := range map[string]string{
		"chamenei": "khamenei", "konopljanka": "konoplyanka", "monokultur": "monoculture",
	} {
		if Sound(german, true) != Sound(english, false) {
			t.Errorf("%s and %s: %q and %q", german, english, Sound(german, true), Sound(english, false))
		}
	}
	if Sound("merkel", true) == Sound("schulz", false) {
		t.Error("Merkel sounds like Schulz")
	}
}

func TestStem(t *testing.T) {
	for _, c := range []struct {
		german bool
		words  string
		stem   string
	}{
		{true, "Hause Hauses", "haus"}, {true, "KINDER Kindern Kindes", "kind"},
		{true, "schöne schönen Schöner", "schön"}, {true, "der", "der"},
		{false, "make makes making", "mak"}, {false, "city cities City's", "citi"},
		{false, "stop stops stopped stopping", "stop"}, {false, "carry carried carries", "carri"},
		{false, "class classes", "class"}, {false, "quick quickly", "quick"}, {false, "is", "is"},
	} {
		for w := range strings.FieldsSeq(c.words) {
			if got := string(Stem(nil, w, c.german)); got != c.stem {
				t.Errorf("%s: stem %q, want %q", w, got, c.stem)
			}
		}
	}
}

func TestWordLists(t *testing.T) {
	for name, text := range map[string]string{"german": germanText, "capitals": capitalsText} {
		words := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if len(words) < 3000 {
			t.Errorf("%s: only %d words", name, len(words))
		}
		if !slices.IsSorted(words) {
			t.Errorf("%s: not sorted", name)
		}
		for i, w := range words {
			if w == "" || i > 0 && w == words[i-1] || strings.TrimSpace(w) != w {
				t.Errorf("%s: line %d: %q", name, i+1, w)
			}
		}
	}
	for _, w := range []string{"und", "nicht", "Bundesregierung", "werden", "Jahre"} {
		if !IsGerman(w) {
			t.Errorf("german: %q is missing", w)
		}
	}
	for w := range strings.FieldsSeq("die was international so Hamburg Bundestag Merkel Film Minister") {
		if IsGerman(w) {
			t.Errorf("german: %q is a word of English texts", w)
		}
	}
}
