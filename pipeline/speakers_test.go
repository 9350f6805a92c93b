package pipeline

import (
	"testing"

	"github.com/satzpaar/satzpaar/document"
)

// TestSpeaker: the names of who speaks are found, and nothing else that stands before a colon.
func TestSpeaker(t *testing.T) {
	words := labelWords.Of("de")
	for _, c := range []struct {
		kind           document.Kind
		sentence, want string
	}{
		{document.Turn, "KLEIN: Guten Abend.", "KLEIN:"},
		{document.Turn, "MÜLLER-LÜDENSCHEIDT: Nein.", "MÜLLER-LÜDENSCHEIDT:"},
		{document.Turn, "DR. WEIß: Ja.", "DR. WEIß:"},
		{document.Turn, "ANNA KOHL: Ja.", "ANNA KOHL:"},
		{document.Turn, "⟦1⟧KLEIN:⟦/1⟧ Guten Abend.", "KLEIN:"},
		{document.Cue, "- MARTIN: Wer ist da?", "MARTIN:"},
		{document.Cue, "KLEIN:\nGuten Abend.", "KLEIN:"},
		{document.Paragraph, "KLEIN: Guten Abend.", ""},
		{document.Turn, "Klein: Guten Abend.", ""},
		{document.Turn, "FRAU KLEIN: Guten Abend.", ""},
		{document.Turn, "ACHTUNG: Es folgt Werbung.", ""},
		{document.Turn, "SPRECHERIN: Guten Abend.", ""},
		{document.Turn, "STRASSE: Am Markt 1.", ""},
		{document.Turn, "STRAßE: Am Markt 1.", ""},
		{document.Turn, "GRÖẞE: 40.", ""},
		{document.Turn, "REGIERUNGSSPRECHER: Guten Abend.", ""},
		{document.Turn, "ZEUGE 2: Guten Abend.", ""},
		{document.Turn, "A: Guten Abend.", ""},
		{document.Turn, "DAS IST NICHT WAHR: Er lügt.", ""},
		{document.Turn, "KLEIN:", ""},
		{document.Turn, ": KLEIN", ""},
	} {
		if got := speaker(c.kind, c.sentence, words).In(c.sentence); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.kind, c.sentence, got, c.want)
		}
	}
	if s := speaker(document.Turn, "KLEIN: Guten Abend.", labelWords.Of("en")); s.Len() > 0 {
		t.Errorf("a name in a language of which no words are known: %v", s)
	}
}
