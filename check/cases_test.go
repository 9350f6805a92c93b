package check

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/offset"
)

// fakeDetector finds one foreign text.
type fakeDetector struct {
	text string
	lang language.Tag
}

func (d fakeDetector) Runs(text string) []detect.Run {
	i := strings.Index(text, d.text)
	if i < 0 {
		return []detect.Run{{Span: offset.Span{Start: 0, End: len(text)}, Lang: language.English, Score: 1}}
	}
	var out []detect.Run
	add := func(from, to int, lang language.Tag) {
		if from < to {
			out = append(out, detect.Run{Span: offset.Span{Start: from, End: to}, Lang: lang, Score: 0.9})
		}
	}
	add(0, i, language.English)
	add(i, i+len(d.text), d.lang)
	add(i+len(d.text), len(text), language.English)
	return out
}

// A checkCase is a block of lines "key: value" in testdata: what fires, or "silent", then the pair.
type checkCase struct {
	line  int
	fires string // part of the message; "" is silent
	at    string
	pair  *bitext.Pair
	env   *Env
}

func readCases(t *testing.T, path string) []checkCase {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []checkCase
	var c *checkCase
	for n, line := range strings.Split(string(b), "\n") {
		key, value, _ := strings.Cut(line, ":")
		value = strings.NewReplacer(`\n`, "\n").Replace(strings.TrimSpace(value))
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		if key == "fires" || key == "silent" {
			out = append(out, checkCase{line: n + 1, fires: value, pair: sample{}.Translated(), env: &Env{}})
			c = &out[len(out)-1]
			if key == "fires" && value == "" {
				t.Fatalf("%s:%d: fires needs a part of the message", path, n+1)
			}
			continue
		}
		if c == nil {
			t.Fatalf("%s:%d: line before the first case", path, n+1)
		}
		number := func() *float64 {
			v, err := strconv.ParseFloat(value, 64)
			if err != nil {
				t.Fatalf("%s:%d: %v", path, n+1, err)
			}
			return &v
		}
		left, right, _ := strings.Cut(value, " = ")
		switch key {
		case "de":
			c.pair.Source = value
		case "en":
			c.pair.Target = value
		case "es", "fr", "it", "nl", "pl", "pt":
			c.pair.Source, c.pair.Lang, c.env.From = value, key, language.Make(key)
		case "at":
			c.at = value
		case "lang":
			c.pair.Lang = value
		case "action":
			c.pair.Action = bitext.Action(value)
		case "state":
			c.pair.State = bitext.State(value)
		case "error":
			c.pair.Error = value
		case "origin":
			c.pair.Origin = value
		case "kind":
			c.pair.Kind = value
		case "seconds":
			c.pair.Seconds = number()
		case "score":
			c.pair.Score = number()
		case "confidence":
			c.pair.Confidence = number()
		case "bead":
			c.pair.Bead = &bitext.Bead{}
			if err := c.pair.Bead.UnmarshalJSON([]byte(value)); err != nil {
				t.Fatalf("%s:%d: %v", path, n+1, err)
			}
		case "run": // es = Hola
			i := strings.Index(c.pair.Source, right)
			c.pair.Mixed = true
			for _, r := range []offset.Run{{Start: 0, End: i, Lang: "de"}, {Start: i, End: i + len(right), Lang: left}, {Start: i + len(right), End: len(c.pair.Source), Lang: "de"}} {
				if r.Start < r.End {
					c.pair.Runs = append(c.pair.Runs, r)
				}
			}
		case "term":
			c.env.Terms = append(c.env.Terms, Term{left, right})
		case "also":
			if c.env.Corpus == nil {
				c.env.Corpus = new(Corpus)
			}
			c.env.Corpus.Add(&bitext.Bitext{Pairs: []bitext.Pair{*sampleOf(left, right).Translated()}})
		case "detects":
			c.env.Detector = fakeDetector{right, language.Make(left)}
		case "from":
			c.env.From = language.Make(value)
		case "to":
			c.env.To = language.Make(value)
		default:
			t.Fatalf("%s:%d: unknown key %q", path, n+1, key)
		}
	}
	return out
}

// Every check has cases that fire and cases that are silent.
func TestCases(t *testing.T) {
	for _, c := range All {
		t.Run(c.Name, func(t *testing.T) {
			fires, silent := 0, 0
			path := filepath.Join("testdata", c.Name+".txt")
			for _, cs := range readCases(t, path) {
				before := *cs.pair
				fs := c.Run(cs.pair, cs.env)
				if before.Target != cs.pair.Target || before.Source != cs.pair.Source {
					t.Errorf("%s:%d: the check changed the pair", path, cs.line)
				}
				checkFindings(t, c, cs.pair, fs)
				if cs.fires == "" {
					silent++
					for _, f := range fs {
						t.Errorf("%s:%d: fires: %s", path, cs.line, f.Message)
					}
					continue
				}
				fires++
				found := false
				for _, f := range fs {
					at := ""
					if f.Source != nil {
						at = f.Source.In(cs.pair.Source)
					}
					if f.Target != nil {
						at += " → " + f.Target.In(cs.pair.Target)
					}
					found = found || strings.Contains(f.Message, cs.fires) && (cs.at == "" || cs.at == strings.TrimSpace(at))
				}
				if !found {
					t.Errorf("%s:%d: want %q at %q, got %s", path, cs.line, cs.fires, cs.at, describe(cs.pair, fs))
				}
			}
			if fires == 0 || silent == 0 {
				t.Errorf("%s: %d cases that fire, %d that are silent; want both", path, fires, silent)
			}
		})
	}
}

func describe(p *bitext.Pair, fs []bitext.Finding) string {
	var out strings.Builder
	for _, f := range fs {
		out.WriteString("\n\t" + f.Message + " at ")
		if f.Source != nil {
			out.WriteString(f.Source.In(p.Source))
		}
		if f.Target != nil {
			out.WriteString(" → " + f.Target.In(p.Target))
		}
	}
	return out.String()
}

// checkFindings looks at what every finding owes: the name of its check, a severity, one line for the reviewer, places
// inside the texts.
func checkFindings(t testing.TB, c *Check, p *bitext.Pair, fs []bitext.Finding) {
	t.Helper()
	q := *p
	q.ID, q.State, q.Action, q.Findings, q.Runs, q.Links = "1.1", bitext.Translated, bitext.Translate, fs, nil, nil
	if err := q.Validate(); err != nil && strings.ToValidUTF8(p.Source+p.Target, "") == p.Source+p.Target {
		t.Errorf("%s: %v", c.Name, err)
	}
	for _, f := range fs {
		if f.Check != c.Name || f.Message == "" || strings.Contains(f.Message, "\n") && !strings.Contains(p.Source+p.Target, "\n") {
			t.Errorf("%s: bad finding %+v", c.Name, f)
		}
	}
}

func TestAllAreExplained(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range All {
		title, rest, _ := strings.Cut(c.Doc, "\n")
		if title == "" || strings.HasSuffix(title, ".") || len(title) > 40 || len(rest) < 40 {
			t.Errorf("%s: Doc needs a title line and an explanation", c.Name)
		}
		if seen[c.Name] {
			t.Errorf("%s: two checks of one name", c.Name)
		}
		seen[c.Name] = true
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".txt"); !seen[name] {
			t.Errorf("%s belongs to no check", f)
		}
	}
}

// A megabyte in one sentence is passed over quickly, and the worst texts that are still looked at do not hang.
func TestLongTexts(t *testing.T) {
	env := &Env{Terms: []Term{{"haus", "house"}}}
	for _, unit := range []string{"a", "12 ", "3,", "<", "{", "a-", "a@", "(", "\"", "und ", "Haus Xaver ", "nicht ", "http://", "#a ", "ein halb drei Uhr ", "⟦", "%"} {
		for _, size := range []int{maxChecked, 1 << 20} {
			de := strings.Repeat(unit, size/len(unit))
			p := sampleOf(de, de[len(unit):]+"x").Translated()
			fs := Run(All, p, env)
			for _, c := range All {
				checkFindings(t, c, p, c.Run(p, env))
			}
			riskOf(p, nil, fs)
			said := slices.ContainsFunc(fs, func(f bitext.Finding) bool {
				return strings.Contains(f.Message, "skipped")
			})
			if size > maxChecked && !said && hasContent(unit) {
				t.Errorf("%q: nothing says that the text is too long", unit)
			}
		}
	}
}

// The words of the source are made comparable once, not for each name of the translation: that took 18 seconds.
func TestManyNames(t *testing.T) {
	p := sampleOf(strings.Repeat("Abcdefg ", 1900)+"Chamenei", strings.Repeat("the Khamenei ", 1200)).Translated()
	start := time.Now()
	if fs := Names.Run(p, &Env{}); len(fs) != 1 { // no word for Abcdefg
		t.Errorf("findings: %v", fs)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("the names took %v", d)
	}
}

// No text makes a check panic or name a place outside the texts.
func FuzzChecks(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for block := range strings.SplitSeq(string(b), "\n\n") {
			var de, en string
			for line := range strings.Lines(block) {
				if s, ok := strings.CutPrefix(line, "de: "); ok {
					de = strings.TrimSpace(s)
				}
				if s, ok := strings.CutPrefix(line, "en: "); ok {
					en = strings.TrimSpace(s)
				}
			}
			f.Add(de, en)
		}
	}
	f.Fuzz(func(t *testing.T, de, en string) {
		p := sampleOf(strings.ToValidUTF8(de, "?"), strings.ToValidUTF8(en, "?")).Translated()
		corpus := new(Corpus)
		corpus.Add(&bitext.Bitext{Pairs: []bitext.Pair{*p, *sampleOf(p.Source, "x").Translated(),
			*sampleOf("eins zwei drei vier fünf", p.Target).Translated()}})
		for _, env := range []*Env{{Terms: []Term{{"haus", "house"}}, Corpus: corpus, Detector: fakeDetector{"und", language.German}}, {From: language.English, To: language.German}, {From: language.French, To: language.Russian}} {
			var all []bitext.Finding
			for _, c := range All {
				fs := c.Run(p, env)
				checkFindings(t, c, p, fs)
				all = append(all, fs...)
			}
			if r, _ := riskOf(p, nil, all); !(r >= 0 && r <= 1) {
				t.Fatalf("risk %v", r)
			}
		}
	})
}
