package pipeline

import (
	"testing"

	"github.com/satzpaar/satzpaar/align"
)

func TestCutWords(t *testing.T) {
	for _, tt := range []struct{ source, want string }{
		{"Die Regie-\nrung tagt.", "Die Regierung tagt."},
		{"Die Regie- \r\n   rung und die Arbeits-\nplätze.", "Die Regierung und die Arbeitsplätze."},
		{"Die Regie¬\nrung tagt.", "Die Regierung tagt."},
		{"Die Xyzregie\u00ad\nrung tagt.", "Die Xyzregierung tagt."},
		{"Haupt-\nund Nebenwege", "Haupt- und Nebenwege"},
		{"Erstu-\nntersuchung", "Erstuntersuchung"},
		{"Xyzmeister-\nhaus", "Xyzmeister- haus"},
		{"Nord-\nSüd", "Nord- Süd"},
		{"Das ist -\nnicht so.", "Das ist - nicht so."},
		{"Regie-rung", "Regie-rung"},
	} {
		p := &prepared{source: tt.source}
		for _, cut := range cutWords(tt.source, align.GermanEnglish) {
			p.replace(p.keep(cut.Start, cut.End), "")
		}
		got, _ := p.build()
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.source, got, tt.want)
		}
		if !sameText(tt.source, got) {
			t.Errorf("%q is not the same text as %q", got, tt.source)
		}
	}
	none := func() *align.Lexicon { return nil }
	if got := cutWords("Regie-\nrung Regie\u00ad\nrung", none); len(got) != 1 {
		t.Errorf("without a lexicon: %v, want the soft hyphen only", got)
	}
	if !sameText("Er las „The\nTimes“.", "Er las „The\nTimes“.") {
		t.Error("a kept line break makes another text")
	}
	if sameText("Regierung", "Regie rung") || sameText("Die Regie-\nrung", "The Regie-\nrung") {
		t.Error("other texts are the same")
	}
}
