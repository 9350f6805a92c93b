package align

import "testing"

// TestFit: each of a few sentences is the best translation of its own source, by words, by names, by numbers and by
// length alone.
func TestFit(t *testing.T) {
	source := []string{"Das Wasser ist kalt.", "Frau Özdemir kam um 17.30 Uhr nach Quedlinburg.", "Der Preis stieg auf 1.250,50 Euro.", "Warum denn nicht?"}
	target := []string{"The water is cold.", "Ms Özdemir came to Quedlinburg at 5:30 pm.", "The price rose to 1,250.50 euros.", "Why not?"}
	for _, lexicon := range []*Lexicon{GermanEnglish(), nil} {
		fit := Fit(source, target, lexicon)
		for i := range source {
			for j := range target {
				if i != j && lexicon != nil && fit[i][i]+fit[j][j] <= fit[i][j]+fit[j][i] {
					t.Errorf("%q and %q might as well change places: %v", target[i], target[j], fit)
				}
			}
		}
		if fit[1][1] <= fit[1][2] || fit[2][2] <= fit[2][1] {
			t.Errorf("lexicon %v: names and numbers say nothing: %v", lexicon != nil, fit)
		}
	}
	if fit := Fit(nil, target, nil); len(fit) != 0 {
		t.Errorf("no source, %d rows", len(fit))
	}
	if fit := Fit(source, nil, nil); len(fit) != len(source) {
		t.Errorf("no target, %d rows", len(fit))
	}
}

// BenchmarkFit compares 16 answers and their borders, as after each request to a language model.
func BenchmarkFit(b *testing.B) {
	var source, target []string
	for range 4 {
		source = append(source, "Das Wasser ist im Frühling noch sehr kalt, sagte die Sprecherin am Dienstag.", "Frau Özdemir kam um 17.30 Uhr mit dem Zug nach Quedlinburg.", "Der Preis für Getreide stieg im vergangenen Jahr auf 1.250,50 Euro.", "Warum denn nicht gleich so?")
		for range 10 {
			target = append(target, "The water is still very cold in spring, said the spokeswoman on Tuesday.", "Ms Özdemir came to Quedlinburg by train at 5:30 pm.", "The price of grain rose to 1,250.50 euros last year.", "Why not do it like this at once?")
		}
	}
	for b.Loop() {
		Fit(source, target, GermanEnglish())
	}
}
