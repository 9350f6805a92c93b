package stack_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// scripted answers each text with the one that it is given, with links by the lexicon.
type scripted struct {
	answers map[string]string
	links   func(source, target string) []offset.Link
	asked   []translate.Item
}

func (s *scripted) Info() translate.Info { return translate.Info{ID: "scripted", Deterministic: true} }

func (s *scripted) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		s.asked = append(s.asked, it)
		out[i].Text = s.answers[it.Text]
		out[i].Links = s.links(it.Text, out[i].Text)
	}
	return out, translate.Usage{}, nil
}

func byLexicon(source, target string) []offset.Link {
	return align.Links(source, target, align.GermanEnglish())
}

var (
	marks      = regexp.MustCompile(`⟦/?\d+⟧`)
	markedWord = regexp.MustCompile(`⟦/?\d+⟧|[\p{L}\p{N}-]+`)
)

// markedWords returns for each word of a text inside how many of the pairs it stands, written as their names.
func markedWords(text string) []string {
	var words []string
	open := ""
	for _, w := range markedWord.FindAllString(text, -1) {
		switch {
		case strings.HasPrefix(w, "⟦/"):
			open = strings.Replace(open, strings.Trim(w, "⟦/⟧"), "", 1)
		case strings.HasPrefix(w, "⟦"):
			open += strings.Trim(w, "⟦⟧")
		default:
			words = append(words, open)
		}
	}
	return words
}

// ask translates one text with its placeholders.
func ask(t *testing.T, b translate.Backend, text string) translate.Result {
	t.Helper()
	item := translate.Item{Text: text}
	for _, m := range marks.FindAllStringIndex(text, -1) {
		item.Keep = append(item.Keep, offset.Span{Start: m[0], End: m[1]})
	}
	rs, _, err := b.Translate(context.Background(),
		translate.Request{From: language.German, To: language.English, Items: []translate.Item{item}})
	if err != nil || rs[0].Err != nil {
		t.Fatal(err, rs[0].Err)
	}
	return rs[0]
}

// TestMarkedGold puts marks by word alignment and compares the words inside them with those marked by hand.
func TestMarkedGold(t *testing.T) {
	raw, err := os.ReadFile("testdata/marked.txt")
	if err != nil {
		t.Fatal(err)
	}
	var right, missed, extra, sentences, whole int
	placeholders := regexp.MustCompile(`<(/?\d)>`)
	for line := range strings.Lines(string(raw)) {
		source, target, ok := strings.Cut(strings.TrimSpace(placeholders.ReplaceAllString(line, "⟦$1⟧")), "\t")
		if !ok {
			continue
		}
		s := &scripted{links: byLexicon, answers: map[string]string{
			marks.ReplaceAllString(source, ""): marks.ReplaceAllString(target, ""),
		}}
		got := ask(t, stack.Marked(s, true), source)
		if marks.ReplaceAllString(got.Text, "") != marks.ReplaceAllString(target, "") {
			t.Fatalf("the words have changed: %s", got.Text)
		}
		sentences++
		want, have := markedWords(target), markedWords(got.Text)
		good := true
		for i := range want {
			switch {
			case want[i] == have[i] && want[i] != "":
				right++
			case want[i] == have[i]:
			case want[i] != "":
				missed++
				good = false
			default:
				extra++
				good = false
			}
		}
		if good {
			whole++
		} else {
			t.Logf("%s\n%s", target, got.Text)
		}
	}
	t.Logf("%d sentences, %d without a fault; of %d marked words %d right, %d beside them marked",
		sentences, whole, right+missed, right, extra)
	if share := float64(right) / float64(right+missed+extra); !(share >= 0.95) {
		t.Errorf("%.1f %% of the words that are or ought to be marked are right, want at least 95", 100*share)
	}
}

func TestMarked(t *testing.T) {
	for _, c := range []struct {
		name, source string
		plain        string // what the backend gets
		kept         []string
		answer       string // to that
		want         string
	}{
		{"its source", "Der ⟦1⟧ alte ⟦2⟧Hof⟦/2⟧⟦/1⟧, (⟦3⟧ja⟦/3⟧)", "Der alte Hof, (ja)", nil,
			"Der alte Hof, (ja)", "Der ⟦1⟧ alte ⟦2⟧Hof⟦/2⟧⟦/1⟧, (⟦3⟧ja⟦/3⟧)"},
		{"nothing marked", "Ein Hof ⟦1⟧ hier.", "Ein Hof ⟦1⟧ hier.", []string{"⟦1⟧"}, "A farm ⟦1⟧ here.", "A farm ⟦1⟧ here."},
		{"what stands for itself", "Das ⟦1⟧Bild⟦/1⟧ ⟦2⟧ ist schön.", "Das Bild ⟦2⟧ ist schön.", []string{"⟦2⟧"},
			"The picture ⟦2⟧ is beautiful.", "The ⟦1⟧picture⟦/1⟧ ⟦2⟧ is beautiful."},
		{"one inside the other", "Das ⟦1⟧sehr ⟦2⟧alte⟦/2⟧ Haus⟦/1⟧ brennt.", "Das sehr alte Haus brennt.", nil,
			"The very old house is on fire.", "The ⟦1⟧very ⟦2⟧old⟦/2⟧ house⟦/1⟧ is on fire."},
		{"the whole", "⟦1⟧Das Haus brennt.⟦/1⟧", "Das Haus brennt.", nil,
			"The house is on fire.", "⟦1⟧The house is on fire.⟦/1⟧"},
		{"began before", "Das Haus⟦/1⟧ brennt.", "Das Haus brennt.", nil, "The house is on fire.", "The house⟦/1⟧ is on fire."},
		{"goes on after", "Das ⟦1⟧Haus brennt.", "Das ⟦1⟧Haus brennt.", []string{"⟦1⟧"},
			"The ⟦1⟧house is on fire.", "The ⟦1⟧house is on fire."},
		{"a name", "Frau ⟦1⟧Zschäpitz⟦/1⟧ kam.", "Frau Zschäpitz kam.", nil, "Zschäpitz came.", "⟦1⟧Zschäpitz⟦/1⟧ came."},
		{"a part of a word", "⟦1⟧E⟦/1⟧s regnet.", "Es regnet.", nil, "It is raining.", "⟦1⟧It⟦/1⟧ is raining."},
		{"out of order", "⟦/1⟧Haus⟦1⟧", "⟦/1⟧Haus⟦1⟧", []string{"⟦/1⟧", "⟦1⟧"}, "⟦/1⟧house⟦1⟧", "⟦/1⟧house⟦1⟧"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &scripted{links: byLexicon, answers: map[string]string{c.plain: c.answer}}
			got := ask(t, stack.Marked(s, true), c.source)
			if got.Text != c.want {
				t.Errorf("got %s, want %s", got.Text, c.want)
			}
			if len(s.asked) != 1 || s.asked[0].Text != c.plain {
				t.Errorf("asked %v, want %q", s.asked, c.plain)
			}
			var kept []string
			for _, k := range s.asked[0].Keep {
				kept = append(kept, k.In(s.asked[0].Text))
			}
			if strings.Join(kept, " ") != strings.Join(c.kept, " ") {
				t.Errorf("kept %q, want %q", kept, c.kept)
			}
			want := byLexicon(c.plain, c.answer)
			for i, l := range got.Links { // they are moved with the text
				a, b := marks.ReplaceAllString(l.Source.In(c.source), ""), marks.ReplaceAllString(l.Target.In(got.Text), "")
				if a != want[i].Source.In(c.plain) || b != want[i].Target.In(c.answer) {
					t.Errorf("link %d is of %q and %q, want %q and %q", i, a, b,
						want[i].Source.In(c.plain), want[i].Target.In(c.answer))
				}
			}
		})
	}
}

// TestMarkedStress: signs that people write around words in plain text are carried over like placeholders.
func TestMarkedStress(t *testing.T) {
	for _, c := range []struct{ source, plain, answer, want string }{
		{"Das ist **sehr wichtig** für uns.", "Das ist sehr wichtig für uns.", "This is very important for us.",
			"This is **very important** for us."},
		{"**Haus:** Der Hof ist *alt* und _groß_.", "Haus: Der Hof ist alt und groß.", "House: The farm is old and large.",
			"**House:** The farm is *old* and _large_."},
		{"Das **sehr *alte* Haus** brennt.", "Das sehr alte Haus brennt.", "The very old house is on fire.",
			"The **very *old* house** is on fire."},
		{"Ein ~~altes~~ ***Haus***.", "Ein altes Haus.", "An old house.", "An ~~old~~ ***house***."},
		{"„*Haus*“ (_alt_)", "„Haus“ (alt)", "“House” (old)", "“*House*” (_old_)"},
		{"Sie sagte: *„Das Haus.“*", "Sie sagte: „Das Haus.“", "She said, “The house.”", "She said, *“The house.”*"},
		{"Haus, *„Hof“*, alt", "Haus, „Hof“, alt", "House, “farm”, old", "House, *“farm”*, old"},
		{"Das Haus *„Hof“.*", "Das Haus „Hof“.", "The house “farm.”", "The house *“farm.”*"},
		{"**Das *Haus!* alt** brennt.", "Das Haus! alt brennt.", "The old house! is on fire.",
			"**The old *house***! is on fire."},
		{"Das ⟦1⟧*alte* Haus⟦/1⟧.", "Das alte Haus.", "The old house.", "The ⟦1⟧*old* house⟦/1⟧."},
		{"**Das Haus brennt.", "Das Haus brennt.", "The house is on fire.", "**The house is on fire."},
		{"Das Haus brennt.**", "Das Haus brennt.", "The house is on fire.", "The house is on fire.**"},
		{"**Berlin**", "Berlin", "Berlin", "**Berlin**"},
	} {
		s := &scripted{links: byLexicon, answers: map[string]string{c.plain: c.answer}}
		if got := ask(t, stack.Marked(s, true), c.source); got.Text != c.want || len(s.asked) != 1 {
			t.Errorf("%s: got %q after %q, want %q", c.source, got.Text, s.asked[0].Text, c.want)
		}
	}
	for _, source := range []string{
		"Bürger*innen und Schüler*innen", "2*3*4 ist a_b_c", "* Haus * Hof", "*) Haus", "Ein Haus* und Hof* hier",
		"`*Haus*` und `_Hof_`", "``*Haus* ` *Hof*``", "@_max_ schreibt", "x.de/_haus_/hof", "**** Haus ****",
		"~Haus~ (*)", "**", "* *",
		"alle task-*-Pakete und foo-*-Pakete", `"*" heißt alle, "?*" eines`,
		"-d [*] -n [*]", "_blank: neu", "bis 2.8_", "*-Haus", "--alt-*",
	} {
		s := &scripted{links: byLexicon}
		if ask(t, stack.Marked(s, true), source); s.asked[0].Text != source {
			t.Errorf("%s: asked for %q", source, s.asked[0].Text)
		}
	}
}

// TestMarkedStressKept: a sign that is partly within what is to be kept is none.
func TestMarkedStressKept(t *testing.T) {
	for text, kept := range map[string]offset.Span{
		"**Haus** alt": {Start: 1, End: 8}, "_Haus__ alt": {Start: 6, End: 7}, "Ein __Haus": {Start: 5, End: 10},
	} {
		s := &scripted{links: byLexicon}
		req := translate.Request{From: language.German, To: language.English,
			Items: []translate.Item{{Text: text, Keep: []offset.Span{kept}}}}
		if _, _, err := stack.Marked(s, true).Translate(t.Context(), req); err != nil || s.asked[0].Text != text {
			t.Errorf("%s: asked for %q, %v", text, s.asked[0].Text, err)
		}
	}
}

// TestMarkedWithoutStress: where translations have no links, signs of plain text go to the backend, so that no text is
// asked for twice.
func TestMarkedWithoutStress(t *testing.T) {
	const text = "Das ist **sehr wichtig** für uns."
	s := &scripted{links: byLexicon}
	if ask(t, stack.Marked(s, false), text); len(s.asked) != 1 || s.asked[0].Text != text {
		t.Errorf("asked for %v", s.asked)
	}
}

// TestMarkedWords: what words without links, and links of short words, tell of where a phrase stands. Links are given as
// the numbers of words, counted from 1.
func TestMarkedWords(t *testing.T) {
	for _, c := range []struct {
		what, source, want string
		links              [][2]int
	}{
		{"a word that has no link goes with a phrase that lacks one",
			"Warten ⟦1⟧drei Stunden lang⟦/1⟧ dort", "wait ⟦1⟧for three hours⟦/1⟧ there",
			[][2]int{{1, 1}, {2, 3}, {3, 4}, {5, 5}}},
		{"not with one whose words are all linked",
			"Warten ⟦1⟧drei Stunden⟦/1⟧ dort", "wait for ⟦1⟧three hours⟦/1⟧ there",
			[][2]int{{1, 1}, {2, 3}, {3, 4}, {4, 5}}},
		{"nor over a comma",
			"Warten ⟦1⟧drei Stunden lang⟦/1⟧ dort", "wait for, ⟦1⟧three hours⟦/1⟧ there",
			[][2]int{{1, 1}, {2, 3}, {3, 4}, {5, 5}}},
		{"what a short word is linked to does not draw a phrase over others",
			"Es wird ⟦1⟧auf unbestimmte⟦/1⟧ geschlossen", "it will be closed ⟦1⟧indefinitely⟦/1⟧",
			[][2]int{{1, 1}, {2, 2}, {3, 3}, {5, 4}, {4, 5}}},
		{"a name of two words", "am ⟦1⟧Neujahr⟦/1⟧ zu", "on ⟦1⟧New Year⟦/1⟧ closed", [][2]int{{1, 1}, {2, 3}, {3, 4}}},
		{"a part that stands apart, with the words between",
			"darf ⟦1⟧nur von Fachleuten⟦/1⟧ geöffnet werden", "may ⟦1⟧only be opened by experts⟦/1⟧",
			[][2]int{{1, 1}, {2, 2}, {3, 5}, {4, 6}, {5, 4}, {6, 3}}},
		{"not where more stands between",
			"darf ⟦1⟧nur von Fachleuten⟦/1⟧ nicht geöffnet werden", "may only not be opened ⟦1⟧by experts⟦/1⟧",
			[][2]int{{1, 1}, {2, 2}, {3, 6}, {4, 7}, {5, 3}, {6, 5}, {7, 4}}},
		{"nor over another phrase",
			"darf ⟦1⟧nur von Fachleuten⟦/1⟧ ⟦2⟧geöffnet⟦/2⟧ werden", "may only be ⟦2⟧opened⟦/2⟧ ⟦1⟧by experts⟦/1⟧",
			[][2]int{{1, 1}, {2, 2}, {3, 5}, {4, 6}, {5, 4}, {6, 3}}},
		{"nor for a preposition",
			"Briefe ⟦1⟧an den Verein⟦/1⟧ lesen", "to read letters ⟦1⟧the club⟦/1⟧",
			[][2]int{{1, 3}, {2, 1}, {3, 4}, {4, 5}, {5, 2}}},
		{"an article is not a part of a name", "am ⟦1⟧Neujahr⟦/1⟧ zu", "on the ⟦1⟧Year⟦/1⟧ closed",
			[][2]int{{1, 1}, {2, 3}, {3, 4}}},
		{"what leads a genitive", "zeigt Bilder ⟦1⟧junger Künstler⟦/1⟧ heute", "shows pictures ⟦1⟧of young artists⟦/1⟧ today",
			[][2]int{{1, 1}, {2, 2}, {3, 4}, {4, 5}, {5, 6}}},
		{"which a verb behind a noun is not", "alle Zwiebeln ⟦1⟧fein hacken⟦/1⟧", "all onions are ⟦1⟧finely hacked⟦/1⟧",
			[][2]int{{1, 1}, {2, 2}, {3, 4}, {4, 5}}},
		{"a phrase without links, by a word without links near by",
			"Der Bus fällt wegen Schnee bis morgen ⟦1⟧aus⟦/1⟧", "the bus falls ⟦1⟧out⟦/1⟧ due to snow until tomorrow",
			[][2]int{{1, 1}, {2, 2}, {3, 3}, {4, 5}, {4, 6}, {5, 7}, {6, 8}, {7, 9}}},
		{"a number that is raised behind a word", "Der Hinweis⟦1⟧1⟦/1⟧ von 2011", "the note⟦1⟧1⟦/1⟧ of 2011",
			[][2]int{{1, 1}, {2, 2}, {3, 3}}},
		{"not where there are two", "Der Hinweis⟦1⟧1⟦/1⟧ oder Satz1", "the ⟦1⟧note1⟦/1⟧ or sentence1",
			[][2]int{{1, 1}, {2, 2}, {3, 3}, {4, 4}}},
		{"a word beside what stands for itself", "⟦1⟧Name⟦/1⟧⟦2⟧⟦3⟧Abbrechen⟦/3⟧", "⟦1⟧name⟦/1⟧⟦2⟧⟦3⟧cancel⟦/3⟧",
			[][2]int{{1, 1}, {2, 2}}},
		{"or else by its place", "Starten Sie den Rechner ⟦1⟧neu⟦/1⟧", "restart the ⟦1⟧computer⟦/1⟧",
			[][2]int{{1, 1}, {3, 2}, {4, 3}}},
	} {
		t.Run(c.what, func(t *testing.T) {
			pairs := regexp.MustCompile(`⟦/?[13]⟧`) // 2 stands for itself
			if strings.Contains(c.source, "⟦/2⟧") {
				pairs = marks
			}
			word := regexp.MustCompile(`\pL+`)
			s := &scripted{links: func(source, target string) []offset.Link {
				var links []offset.Link
				from, to := word.FindAllStringIndex(source, -1), word.FindAllStringIndex(target, -1)
				for _, l := range c.links {
					a, b := from[l[0]-1], to[l[1]-1]
					links = append(links, offset.Link{
						Source: offset.Span{Start: a[0], End: a[1]}, Target: offset.Span{Start: b[0], End: b[1]},
					})
				}
				return links
			}, answers: map[string]string{pairs.ReplaceAllString(c.source, ""): pairs.ReplaceAllString(c.want, "")}}
			if got := ask(t, stack.Marked(s, true), c.source); got.Text != c.want {
				t.Errorf("got %s, want %s", got.Text, c.want)
			}
		})
	}
}

// Where it is not known which words belong together, the backend gets the placeholders.
func TestMarkedWithoutLinks(t *testing.T) {
	s := &scripted{links: func(string, string) []offset.Link { return nil },
		answers: map[string]string{"Das Haus": "The house", "Das ⟦1⟧Haus⟦/1⟧": "The ⟦1⟧house⟦/1⟧"}}
	if got := ask(t, stack.Marked(s, true), "Das ⟦1⟧Haus⟦/1⟧"); got.Text != "The ⟦1⟧house⟦/1⟧" || len(s.asked) != 2 {
		t.Errorf("got %q after %d texts", got.Text, len(s.asked))
	}
}

// A text of more pairs than anybody writes goes to the backend as it is: to place each would take time that grows with
// the third power of their number.
func TestMarkedMany(t *testing.T) {
	var source strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&source, "⟦%d⟧rot⟦/%d⟧ ", i+1, i+1)
	}
	s := &scripted{links: byLexicon, answers: map[string]string{source.String(): source.String()}}
	if got := ask(t, stack.Marked(s, true), source.String()); got.Text != source.String() || len(s.asked) != 1 {
		t.Errorf("got %.40q… after %d texts", got.Text, len(s.asked))
	}
	if len(s.asked) > 0 && len(s.asked[0].Keep) != 2000 {
		t.Errorf("%d parts to keep, want 2000", len(s.asked[0].Keep))
	}
}

// Equal texts share one result below, and each has its own links all the same.
func TestMarkedTwins(t *testing.T) {
	text := "Berlin ⟦1⟧Mitte⟦/1⟧"
	item := translate.Item{Text: text}
	for _, m := range marks.FindAllStringIndex(text, -1) {
		item.Keep = append(item.Keep, offset.Span{Start: m[0], End: m[1]})
	}
	s := &scripted{answers: map[string]string{"Berlin Mitte": "Berlin Mitte"}, links: byLexicon}
	req := translate.Request{From: language.German, To: language.English, Items: []translate.Item{item, item}}
	rs, _, err := stack.Marked(stack.Deduped(s), true).Translate(t.Context(), req)
	if err != nil || len(s.asked) != 1 {
		t.Fatalf("%d texts were asked for, %v", len(s.asked), err)
	}
	for i, r := range rs {
		var got []string
		for _, l := range r.Links {
			if l.Source.End <= len(text) && l.Target.End <= len(r.Text) {
				got = append(got, text[l.Source.Start:l.Source.End]+"="+r.Text[l.Target.Start:l.Target.End])
			}
		}
		if r.Text != text || strings.Join(got, " ") != "Berlin=Berlin Mitte=Mitte" {
			t.Errorf("item %d: %q with links %q %v", i, r.Text, got, r.Links)
		}
	}
}
