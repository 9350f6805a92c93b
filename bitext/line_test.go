package bitext

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/satzpaar/satzpaar/offset"
	"pgregory.net/rapid"
)

// words returns what links count as words of text.
func words(text string) []string {
	var out []string
	for _, s := range appendWords(nil, text) {
		out = append(out, s.In(text))
	}
	return out
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":          "",
		" \t\n":     "",
		"Das Haus.": "Das|Haus|.",
		"„Grüße“,\u00a0sagt sie – 3,5 m²!": "„|Grüße|“|,|sagt|sie|–|3|,|5|m|²|!",
		"Anni-Frid's…":               "Anni|-|Frid|'|s|…",
		"zero\u200bwidth\u202fblank": "zero|width|blank",
		"東京。大阪　😀x":                   "東京|。|大阪|😀x",
	} {
		if got := strings.Join(words(text), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestLinksRoundTrip(t *testing.T) {
	inBytes := func(i int) int { return i }
	rapid.Check(t, func(t *rapid.T) {
		source, target := texts().Draw(t, "source"), texts().Draw(t, "target")
		var links []offset.Link
		for range rapid.IntRange(0, 5).Draw(t, "links") {
			l := offset.Link{Source: cut(t, source), Target: cut(t, target)}
			if from := appendWords(nil, source); len(from) > 0 && rapid.Bool().Draw(t, "word") {
				l.Source = rapid.SampledFrom(from).Draw(t, "from")
			}
			links = append(links, l)
		}
		text := string(AppendLinks(nil, source, target, links, inBytes, inBytes))
		got, err := parseLinks(text, source, target)
		if err != nil || !slices.Equal(got, links) {
			t.Fatalf("%q: %v, %v, want %v", text, got, err, links)
		}
	})
}

func TestLines(t *testing.T) {
	pair := func(change func(p *Pair)) Pair {
		p := Pair{ID: "2.1", Block: 2, Kind: "p", Source: "Das Haus.", Target: "The house.", Spans: []offset.Span{span(0, 9)},
			Lang: "de", Action: Translate, State: Translated, Runs: []offset.Run{{End: 9, Lang: "de", Score: 1}}}
		change(&p)
		return p
	}
	const start, end = `{"id":"2.1",`, `"lang":"de"`
	const oldEnd = `"lang":"de","action":"translate","state":"translated"`
	const middle = `"kind":"p","source":"Das Haus.","target":"The house.","spans":[[0,9]],`
	for _, c := range []struct {
		name string
		pair Pair
		line string
		old  string // as version 1 had it
	}{
		{"plain", pair(func(*Pair) {}), start + middle + end + "}",
			start + `"block":2,` + middle + `"runs":[{"start":0,"end":9,"lang":"de","score":1}],` + oldEnd + "}"},
		{"another block", pair(func(p *Pair) { p.Block = 7 }), start + `"block":7,` + middle + end + "}", ""},
		{"an unsure run", pair(func(p *Pair) { p.Runs[0].Score = 0.5 }),
			start + middle + `"runs":[{"start":0,"end":9,"lang":"de","score":0.5}],` + end + "}", ""},
		{"no runs", pair(func(p *Pair) { p.Runs = nil }), start + middle + `"runs":[],` + end + "}",
			start + `"block":2,` + middle + oldEnd + "}"},
		{"kept", pair(func(p *Pair) { p.Action = Keep }), start + middle + `"lang":"de","action":"keep"}`, ""},
		{"reviewed", pair(func(p *Pair) { p.State = Reviewed }), start + middle + `"lang":"de","state":"reviewed"}`, ""},
		{"links", pair(func(p *Pair) { p.Links = []offset.Link{link(0, 3, 0, 3), link(4, 8, 4, 9), link(0, 8, 9, 10)} }),
			start + middle + end + `,"links":"0-0 1-1 0:8-2"}`,
			start + `"block":2,` + middle + `"runs":[{"start":0,"end":9,"lang":"de","score":1}],` + oldEnd +
				`,"links":[[0,3,0,3],[4,8,4,9],[0,8,9,10]]}`},
	} {
		line, _ := appendPair(nil, &c.pair)
		if diff := cmp.Diff(c.line, string(line)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		for version, text := range map[string]string{"2": c.line, "1": c.old} {
			if text == "" {
				continue
			}
			docs, err := Read(strings.NewReader(with1(header, `"satzpaar":2`, `"satzpaar":`+version)+"\n"+text), "f")
			if err != nil {
				t.Fatalf("%s, version %s: %v", c.name, version, err)
			}
			if diff := cmp.Diff(c.pair, docs[0].Pairs[0]); diff != "" {
				t.Errorf("%s, version %s: %s", c.name, version, diff)
			}
			if docs[0].Satzpaar != Version {
				t.Errorf("%s: read as version %d", c.name, docs[0].Satzpaar)
			}
		}
	}
}

func TestDamagedLinks(t *testing.T) {
	const start = header + "\n" + `{"id":"1.1","source":"Ja, ja.","target":"Yes.","lang":"de","action":"translate",` +
		`"state":"translated","links":`
	for links, want := range map[string]string{
		`"0-7"`:         `f:2: pair 1.1: link "0-7" does not join words`,
		`"0-0 x"`:       `link "x" does not join words`,
		`"-1-0"`:        `link "-1-0" does not join words`,
		`"0-0  1-1"`:    `link "" does not join words`,
		`"0:2:3-0"`:     `link "0:2:3-0" does not join words`,
		`"0:99-0"`:      `link [0 99 0 3] lies outside the texts`,
		`"99999999999"`: `does not join words`,
	} {
		docs, err := Read(strings.NewReader(start+links+"}"), "f")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", links, err, want)
		}
		if len(docs) != 1 || len(docs[0].Pairs) != 1 || docs[0].Pairs[0].Links != nil {
			t.Errorf("%s: read as %+v", links, docs)
		}
	}
	if _, err := Read(strings.NewReader(start+"5}"), "f"); err == nil || !strings.Contains(err.Error(), "line skipped") {
		t.Errorf("a number: %v", err)
	}
}
