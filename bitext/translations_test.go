package bitext

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/document"
)

// TestFromTranslations: the translation of a paragraph is given to its sentences: those at the ends that are as they were
// stay, and the rest is divided only where that is certain.
func TestFromTranslations(t *testing.T) {
	const po = `msgid "Er kam. Er sah. Er ging."` + "\n" + `msgstr "%"` + "\n"
	now := &Bitext{Header: Header{Satzpaar: 1, Document: "a.po", Format: "po", From: "de", To: "en"}}
	for i, s := range []string{"Er kam.|He came.", "Er sah.|He saw.", "Er ging.|He left."} {
		source, target, _ := strings.Cut(s, "|")
		now.Pairs = append(now.Pairs, Pair{
			ID: "1." + itoa(i+1), Block: 1, Kind: "message", Source: source, Target: target,
			State: Translated, Action: Translate,
		})
	}
	joined := &Bitext{Header: now.Header, Pairs: []Pair{{
		ID: "1.1", Block: 1, Kind: "message", Source: "Er kam. Er sah. Er ging.", Target: "He came, he saw, he left.",
		SourceSentences: []string{"Er kam.", "Er sah.", "Er ging."}, State: Translated, Action: Translate,
	}}}
	for _, test := range []struct {
		now            *Bitext
		msgstr, want   string // targets of the pairs that differ
		declined, flag string
	}{
		{now, "He came. He saw. He left.", "", "", ""},
		{now, "He came. He looked. He left.", "1.2 He looked.", "", ""},
		{now, "He came. He saw it. And he looked. He left.", "1.2 He saw it. And he looked.", "", ""},
		{now, "He arrived. He looked. He went.", "1.1 He arrived.;1.2 He looked.;1.3 He went.", "", ""},
		{now, "He came and saw. He left.", "", "more or fewer sentences", ""},
		{now, "He came. He left.", "", "a sentence of it is missing", ""},
		{now, "He arrived. He saw. He left.", "", "it is marked fuzzy", "#, fuzzy\n"},
		{now, "He came. He saw. He left.", "", "", "#, fuzzy\n"},
		{now, "", "", "", ""},
		{now, "He <b>came</b>. He saw. He left.", "", "it holds <b>, which the source does not have there", ""},
		{joined, "He came and saw. He left.", "1.1 He came and saw. He left.", "", ""},
	} {
		raw := test.flag + strings.Replace(po, "%", test.msgstr, 1)
		options := document.Options{Split: document.German}
		list, err := document.Translations("a.po", []byte(raw), options, document.SplitterFor("en"))
		if err != nil {
			t.Fatal(err)
		}
		back, declined := FromTranslations(test.now, list)
		edits, more := Returned(test.now, back, nil, "Mia", "2026-01-02T03:04:05Z")
		var got []string
		for _, e := range edits {
			for _, p := range test.now.Pairs {
				if p.Source == e.Source {
					got = append(got, p.ID+" "+*e.Target)
				}
			}
		}
		if s := strings.Join(got, ";"); s != test.want {
			t.Errorf("%q: edits %q, want %q", test.msgstr, s, test.want)
		}
		why := ""
		for _, d := range append(declined, more...) {
			why += d.Why
		}
		if !strings.Contains(why, test.declined) || test.declined == "" && why != "" {
			t.Errorf("%q: declined %q, want %q", test.msgstr, why, test.declined)
		}
	}
}
