package document

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/lang"
)

// readSplits reads a gold file: cases separated by blank lines, one sentence a line, and comments that begin with "# ";
// "#tag" begins a sentence.
func readSplits(t testing.TB, file string) (cases [][]string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c []string
	for line := range strings.SplitSeq(string(raw)+"\n\n", "\n") {
		switch {
		case strings.HasPrefix(line, "# "):
		case line != "":
			c = append(c, line)
		case len(c) > 0:
			cases = append(cases, c)
			c = nil
		}
	}
	return cases
}

// TestSplitGold is the gate of the splitters: the gold files hold what they must always get right.
func TestSplitGold(t *testing.T) {
	for _, l := range lang.Known() {
		if l.Sentences == nil {
			continue
		}
		split := SplitterFor(l.Code)
		for _, want := range readSplits(t, "testdata/split_"+l.Code+".txt") {
			text := strings.Join(want, " ")
			var got []string
			spans := split(text)
			verifySpans(t, text, spans)
			for _, s := range spans {
				got = append(got, s.In(text))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s:\n got %q\nwant %q", l.Name, got, want)
			}
		}
	}
}

func TestSplitterFor(t *testing.T) {
	const text = "Nr. 5 z. B. Regen Rev. Smith"
	for lang, want := range map[string]int{"de": 2, "de-AT": 2, "DE": 2, "en-GB": 1, "eo": 4} {
		if got := len(SplitterFor(lang)(text)); got != want {
			t.Errorf("SplitterFor(%q) made %d sentences, want %d", lang, got, want)
		}
	}
}

// A word in two lists would mean what the later list says, and a full stop in the list would never match.
func TestAbbreviationLists(t *testing.T) {
	for _, l := range lang.Known() {
		s := l.Sentences
		if s == nil {
			continue
		}
		seen := map[string]bool{}
		for _, w := range strings.Fields(s.Inside + " " + s.Either + " " + s.Counted + " " + s.Ordinary + " " + s.Homographs) {
			if seen[w] {
				t.Errorf("%s: %q stands twice", l.Name, w)
			}
			if strings.HasSuffix(w, ".") {
				t.Errorf("%s: %q ends with a full stop", l.Name, w)
			}
			seen[w] = true
		}
	}
}

func TestSplitBlankLine(t *testing.T) {
	const text = "Überschrift ohne Punkt\n\nDer Text\nging weiter"
	var got []string
	for _, s := range German(text) {
		got = append(got, s.In(text))
	}
	if want := []string{"Überschrift ohne Punkt", "Der Text\nging weiter"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A sentence ends where a mark or a line break was lost only if a title cannot be meant.
func TestSplitRunOn(t *testing.T) {
	for text, want := range map[string]int{
		"Das Frühstück war gut und reichlich Wir kommen gerne wieder":                2,
		"Sie las in der Nacht den Roman Der Schwarm noch einmal":                     1,
		"Er lebt seit 1990 in Den Haag und arbeitet dort":                            1,
		"Es ist das absolute Ich von dem er immer wieder spricht":                    1,
		"Haben Sie das auch bei Ihnen in der Schule gesehen":                         1,
		"Die besten Kneipen der Stadt (ein Rundgang) In der Altstadt beginnt alles.": 2,
	} {
		if got := German(text); len(got) != want {
			t.Errorf("%q: %d sentences, want %d", text, len(got), want)
		}
	}
	for text, want := range map[string]int{
		"Rooms were dirty and far too small We will never go back there": 2,
		"I stayed there with my husband We will never go back":           2,
		"They played on their album From Here to Eternity the last time": 1,
		"I read it in The New York Times and The Guardian last week":     1,
	} {
		if got := English(text); len(got) != want {
			t.Errorf("%q: %d sentences, want %d", text, len(got), want)
		}
	}
}

// splitters returns those of all languages that have rules, and that of the others.
func splitters() []Splitter {
	list := []Splitter{Plain}
	for _, l := range lang.Known() {
		if l.Sentences != nil {
			list = append(list, SplitterFor(l.Code))
		}
	}
	return list
}

// Text put together from pieces that matter to the splitter, in any order, is covered by the sentences, whatever it
// means.
func TestSplitTiles(t *testing.T) {
	pieces := []string{"Haus", "haus", "z. B.", "1.", "2021", "„", "“", "»", "«", "\"", "(", ")", ".", "!", "?", "…",
		"...", ":", ";", ":)", "🙂", " ", " ", " ", "\n", "\n\n", "\u00a0", "\u2009", "A.", "II.", "Das", "am",
		"-", "–", "[1]", "=====", "***", "。", "ü", "\xff", "\u0308", ",,", ",", "d.h.", "Str.", "•", "xD", "^^", "\ufeff", "\r\n",
		"Der", "We", "he", "@a", "#b", "http://x.example", "<-", "2. ", "1)", "*g*", "—", ".....", "(dpa / ap)", "Dir.",
		"Yahoo!", "said", "schriftl.", "😀"}
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(rt, "pieces"), "")
		for _, split := range splitters() {
			verifySpans(t, text, split(text))
		}
	})
}

func FuzzSplit(f *testing.F) {
	files, err := filepath.Glob("testdata/split_*.txt")
	if err != nil || len(files) == 0 {
		f.Fatalf("no gold files: %v", err)
	}
	for _, file := range files {
		for _, c := range readSplits(f, file) {
			f.Add(strings.Join(c, " "))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, split := range splitters() {
			verifySpans(t, text, split(text))
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	var text strings.Builder
	for _, c := range readSplits(b, "testdata/split_de.txt") {
		text.WriteString(strings.Join(c, " "))
		text.WriteByte(' ')
	}
	for text.Len() < 1<<20 {
		fmt.Fprint(&text, "Der Stadtrat von Neuhafen hat am Montagabend nach langer Beratung beschlossen, die alte Brücke über die Wiese zu erneuern. ")
		fmt.Fprint(&text, "„Wir haben lange genug gewartet“, sagte die Bürgermeisterin, „und jetzt wird gebaut.“ Die Arbeiten sollen am 3. Mai beginnen und ca. zwei Jahre dauern. ")
	}
	s := text.String()
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		German(s)
	}
}
