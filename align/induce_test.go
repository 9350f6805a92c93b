package align

import (
	"fmt"
	"strings"
	"testing"
)

// induced returns what is learned from texts that translate each other line by line: the chance that a target word
// stands for a source word.
func induced(t *testing.T, source, target []string) func(s, t string) float32 {
	t.Helper()
	l := newLexical(source, target, nil, &defaultWeights)
	var beads []Bead
	for i := range source {
		beads = append(beads, Bead{Source: Range{i, i + 1}, Target: Range{i, i + 1}, Confidence: 1})
	}
	l.induce(beads)
	return func(s, t string) float32 {
		w := l.source.ids[s]
		for k := l.forward.rows[w]; k < l.forward.rows[w+1]; k++ {
			if l.target.forms[l.forward.ids[k]] == t {
				return l.forward.chance[k]
			}
		}
		return 0
	}
}

// TestInduceForms holds that forms of two words are learned to translate each other although most of them never meet:
// other forms of these words do.
func TestInduceForms(t *testing.T) {
	words := [][2]string{{"gipfel", "cumbre"}, {"hütte", "refugio"}, {"seil", "cuerda"}, {"nacht", "velada"}, {"führer", "guide"}}
	var source, target []string
	for k := range 40 {
		a, b := words[k%5], words[(k+1+k/5%4)%5]
		source = append(source, fmt.Sprintf("%s%c %s%c", a[0], 'b'+k%20, b[0], 'b'+(k+7)%20))
		target = append(target, fmt.Sprintf("%s%c %s%c", a[1], 'b'+(k+3)%20, b[1], 'b'+(k+11)%20))
	}
	chance := induced(t, source, target)
	met, right, wrong := 0, float32(0), float32(0)
	for s := 'b'; s <= 'u'; s++ {
		for e := 'b'; e <= 'u'; e++ {
			a, b, c := "gipfel"+string(s), "cumbre"+string(e), "refugio"+string(e)
			for k := range source {
				if strings.Contains(source[k], a) && strings.Contains(target[k], b) {
					met++
				}
			}
			right, wrong = right+chance(a, b), wrong+chance(a, c)
		}
	}
	if met > 20 || right < 3*wrong || right < 1 {
		t.Errorf("forms met %d times; the right ones have chances of %.3f, wrong ones of %.3f", met, right, wrong)
	}
}

// TestInducePlaces holds that of words that always stand in the same sentences, those in the same places translate each
// other.
func TestInducePlaces(t *testing.T) {
	source, target := make([]string, 50), make([]string, 50)
	for k := range source {
		source[k], target[k] = fmt.Sprintf("frisk morgun %d", k+10), fmt.Sprintf("bold dawn %d", k+10)
	}
	chance := induced(t, source, target)
	if near, far := chance("frisk", "bold"), chance("frisk", "dawn"); near < 2*far || near < 0.4 {
		t.Errorf("the word in the same place has a chance of %.3f, the other one %.3f", near, far)
	}
}

// TestStemsLetters holds that words of every script begin alike only if as many of their letters are the same.
func TestStemsLetters(t *testing.T) {
	for _, x := range [][3]string{
		{"gipfels", "gipfeln", "gifthauch"},
		{"вершина", "вершиной", "веревка"},
		{"κορυφή", "κορυφές", "κοράκι"},
	} {
		l := newLexical(x[:], []string{"a"}, nil, &defaultWeights)
		s := newStems(&l.source)
		of := func(form string) uint32 { return s.of[l.source.ids[form]] }
		if of(x[0]) != of(x[1]) || of(x[0]) == of(x[2]) {
			t.Errorf("%s has stem %d, %s %d, %s %d", x[0], of(x[0]), x[1], of(x[1]), x[2], of(x[2]))
		}
	}
}

// TestStemsMany holds that what is learned grows with the words of a document even where all begin alike.
func TestStemsMany(t *testing.T) {
	count := func(n int) int {
		source, target := make([]string, n), make([]string, n)
		for k := range source {
			ending := fmt.Sprintf("%c%c%c", 'a'+k%20, 'a'+k/20%20, 'a'+k/400)
			source[k], target[k] = "stemma"+ending, "kudu"+ending
		}
		l := newLexical(source, target, nil, &defaultWeights)
		var examples []example
		for i := range source {
			examples = append(examples, example{l.source.text[i], l.target.text[i], 1})
		}
		return len(l.induceStems(examples))
	}
	if few, many := count(500), count(2000); few == 0 || many > 5*few {
		t.Errorf("%d pairs of words from 500 lines, %d from 2,000", few, many)
	}
}
