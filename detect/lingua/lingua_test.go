package lingua

import (
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/detect"
)

func TestJudge(t *testing.T) {
	j := New()
	tags := []language.Tag{language.German, language.Spanish, language.Portuguese}
	for _, c := range []struct {
		text string
		best int
	}{
		{"el mercado de la ciudad vieja", 1},
		{"o mercado da cidade velha não abre", 2},
		{"der Markt in der alten Stadt", 0},
	} {
		got := j.Judge(c.text, tags)
		if len(got) != len(tags) {
			t.Fatalf("%q: %d likelihoods for %d candidates", c.text, len(got), len(tags))
		}
		for i, p := range got {
			if p < 0 || p > 1 {
				t.Errorf("%q: likelihood of %s is %v", c.text, tags[i], p)
			}
			if i != c.best && p >= got[c.best] {
				t.Errorf("%q: %s is as likely as %s: %v", c.text, tags[i], tags[c.best], got)
			}
		}
	}
	// The order of the answer is that of the candidates.
	a, b := j.Judge("el mercado", tags[:2]), j.Judge("el mercado", []language.Tag{tags[1], tags[0]})
	if a[0] != b[1] || a[1] != b[0] {
		t.Errorf("answers depend on the order: %v, %v", a, b)
	}
}

func TestJudgeUnknown(t *testing.T) {
	j := New()
	klingon := language.MustParse("tlh")
	if got := j.Judge("nuqneH", []language.Tag{klingon, language.German}); got[0] != got[1] {
		t.Errorf("one known candidate: %v", got)
	}
	if got := j.Judge("das ist es", []language.Tag{klingon, language.German, language.English}); got[0] != 0 || got[1] <= got[2] {
		t.Errorf("two known candidates: %v", got)
	}
	for _, text := range []string{"", "12 34", "\xff\xfe", "😀"} {
		if got := j.Judge(text, []language.Tag{language.German, language.English}); len(got) != 2 {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestDetector: the judge as part of a detector gives runs that tile, and knows what the detector knows.
func TestDetector(t *testing.T) {
	d, err := detect.New(detect.Config{Judge: New()})
	if err != nil {
		t.Fatal(err)
	}
	text := "Der Minister sagte: „No vamos a aceptar esas condiciones“, und verließ den Saal."
	runs := d.Runs(text)
	if len(runs) != 3 || runs[1].Lang != language.Spanish {
		t.Errorf("runs are %v", runs)
	}
}
