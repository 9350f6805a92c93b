package satzpaar_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/translate"
)

// Bitexts of several language pairs are checked together, the riskiest pair first, and a bitext in no language is an
// error that names it.
func TestSessionsCheck(t *testing.T) {
	sessions := satzpaar.NewSessions(satzpaar.Config{Backend: "echo"})
	defer sessions.Close()
	doc := func(name, from, source, target string) *bitext.Bitext {
		return &bitext.Bitext{Header: bitext.Header{Document: name, From: from, To: "en"},
			Pairs: []bitext.Pair{{ID: "1.1", Source: source, Target: target, Action: bitext.Translate,
				State: bitext.Translated, Origin: "m"}}}
	}
	docs := []*bitext.Bitext{
		doc("good", "de", "Das Haus ist alt.", "The house is old."),
		doc("wrong", "de", "Es kostet 300 Euro.", "It costs 30 euros."),
		doc("spanish", "es", "La casa es vieja.", "The house is old."),
	}
	got, err := sessions.Check(docs, satzpaar.CheckOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Pairs != 3 || got.Suspicious < 1 || got.List[0].Document != "wrong" ||
		!got.Found[bitext.Error] && !got.Found[bitext.Warning] {
		t.Errorf("got %+v", got)
	}
	report := &check.RiskReport{}
	got, err = sessions.Check(docs, satzpaar.CheckOptions{All: true, Report: report})
	if err != nil || len(got.List) != 3 || report.All().Pairs != 3 {
		t.Errorf("all pairs: %+v, %+v, %v", got, report.All(), err)
	}
	one, err := sessions.For(&docs[0].Header)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := sessions.For(&docs[1].Header); again != one {
		t.Error("a second session for the same languages")
	}
	strange := []*bitext.Bitext{doc("strange", "klingonisch", "a", "b")}
	_, err = sessions.Check(strange, satzpaar.CheckOptions{})
	if err == nil || !strings.Contains(err.Error(), "strange: ") {
		t.Errorf("got %v", err)
	}
	if err := sessions.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := sessions.For(&docs[0].Header); err == nil {
		t.Errorf("a session that nothing closes: %v", s)
	}
}

// What a TMX file brings is found by a run, and comes out again as pairs.
func TestImportTMX(t *testing.T) {
	ctx := context.Background()
	c, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "c.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const tmx = `<tmx version="1.4"><header srclang="de" segtype="sentence" adminlang="en"
creationtool="t" creationtoolversion="1" o-tmf="t" datatype="plaintext"/><body>
<tu><tuv xml:lang="de"><seg>Guten  Tag.</seg></tuv><tuv xml:lang="en"><seg>Good day.</seg></tuv></tu></body></tmx>`
	r := &recording{answer: upper}
	s := open(t, satzpaar.Config{Backend: "r",
		Host: satzpaar.Host{Cache: c, Backends: map[string]translate.Backend{"r": r}}})
	if n, err := s.ImportTMX(ctx, c, strings.NewReader(tmx), "m.tmx"); err != nil || n != 1 {
		t.Fatalf("%d imported, %v", n, err)
	}
	if got := translated(t, s, "a.txt", "Guten Tag.").Pairs[0].Target; got != "Good day." || len(r.texts()) != 0 {
		t.Errorf("got %q, asked for %q", got, r.texts())
	}
	if e, err := s.ExplainCached(ctx, c, "Guten Tag."); err != nil || e.Found == nil {
		t.Errorf("%+v, %v", e, err)
	}
	var pairs []bitext.Pair
	for b, err := range satzpaar.CachedPairs(ctx, c) {
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, b.Pairs...)
	}
	if len(pairs) != 1 || pairs[0].Target != "Good day." || pairs[0].Origin != "tmx:m.tmx" {
		t.Errorf("pairs %+v", pairs)
	}
}

// Translation tools name regions, and a memory may have been filled in the other direction: both are of use.
func TestImportTMXRegions(t *testing.T) {
	const unit = `<tmx version="1.4"><header srclang="%s" segtype="sentence" adminlang="en" creationtool="t" ` +
		`creationtoolversion="1" o-tmf="t" datatype="plaintext"/><body><tu><tuv xml:lang="%s"><seg>%s</seg></tuv>` +
		`<tuv xml:lang="%s"><seg>%s</seg></tuv></tu></body></tmx>`
	for _, c := range []struct{ from, source, to, target, want string }{
		{"de-DE", "Guten Tag.", "en-US", "Good day.", "Good day."},
		{"de_AT", "Guten Tag.", "en-GB", "Good day.", "Good day."},
		{"en", "Good day.", "de", "Guten Tag.", "Good day."},
		{"es", "Guten Tag.", "en", "Good day.", "GUTEN TAG."}, // of another language: asked
	} {
		ctx := context.Background()
		store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "c.db"), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		s := open(t, satzpaar.Config{Backend: "r", Host: satzpaar.Host{Cache: store,
			Backends: map[string]translate.Backend{"r": &recording{answer: upper}}}})
		tmx := fmt.Sprintf(unit, c.from, c.from, c.source, c.to, c.target)
		if n, err := s.ImportTMX(ctx, store, strings.NewReader(tmx), "m.tmx"); err != nil || n != 1 {
			t.Errorf("%s: %d imported, %v", c.from, n, err)
			continue
		}
		if got := translated(t, s, "a.txt", "Guten Tag.").Pairs[0].Target; got != c.want {
			t.Errorf("%s: got %q, want %q", c.from, got, c.want)
		}
	}
}

// A cache may hold several language pairs; each pair comes out in its own.
func TestCachedPairsOfSeveralLanguages(t *testing.T) {
	ctx := context.Background()
	c, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "c.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r := &recording{answer: upper}
	for from, text := range map[string]string{"de": "Guten Tag.", "es": "Hola amigos."} {
		s := open(t, satzpaar.Config{From: from, Backend: "r",
			Host: satzpaar.Host{Cache: c, Backends: map[string]translate.Backend{"r": r}}})
		translated(t, s, "a.txt", text)
	}
	got := map[string]string{}
	for b, err := range satzpaar.CachedPairs(ctx, c) {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range b.Pairs {
			got[p.Source] = b.From + "-" + b.To
		}
	}
	if len(got) != 2 || got["Guten Tag."] != "de-en" || got["Hola amigos."] != "es-en" {
		t.Errorf("got %v", got)
	}
}

// TestSuspectJSON: programs read texts as they are, no findings as an empty list, and no risk as null.
func TestSuspectJSON(t *testing.T) {
	risk := 0.25
	s := satzpaar.Suspect{Document: "a.txt", Pair: &bitext.Pair{ID: "1.1", Source: "<b>", Target: "&", Risk: &risk}}
	var got strings.Builder
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		t.Fatal(err)
	}
	const want = `{"document":"a.txt","id":"1.1","risk":0.25,"source":"<b>","target":"&","findings":[]}` + "\n"
	if got.String() != want {
		t.Errorf("got %s, want %s", &got, want)
	}
	s.Pair.Risk = nil
	if raw, err := json.Marshal(s); err != nil || !strings.Contains(string(raw), `"risk":null`) {
		t.Errorf("without a risk: %s, %v", raw, err)
	}
}

// TestSuspectLines: people read what was found, and of the reasons for the risk those that weigh and are not findings.
func TestSuspectLines(t *testing.T) {
	risk := 0.25
	s := satzpaar.Suspect{
		Document: "a.txt",
		Pair: &bitext.Pair{ID: "1.1", Source: "Ein\n Satz.", Target: strings.Repeat("Wort ", 40), Risk: &risk,
			Findings: []bitext.Finding{{Check: "numbers", Severity: bitext.Error, Message: "a number is lost"}}},
		Reasons: []check.Reason{
			{Weight: 2, Check: "numbers", Text: "a number"}, {Weight: 0.6, Text: "rare words"}, {Weight: 0.4, Text: "long"},
		},
	}
	lines := s.Lines()
	cut := lines[2]
	lines[2] = ""
	want := []string{"a.txt 1.1  risk 0.25", "  Ein Satz.", "", "  error   numbers: a number is lost", "  also    rare words"}
	if !slices.Equal(lines, want) || !strings.HasPrefix(cut, "  Wort Wort") || len(cut) > 160 {
		t.Errorf("%q, %q", lines, cut)
	}
	s.Pair.Risk = nil
	if first := s.Lines()[0]; first != "a.txt 1.1" {
		t.Errorf("without a risk: %q", first)
	}
}
