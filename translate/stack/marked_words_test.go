package stack_test

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestMarkedBeside: words of the translation that are linked to nothing, or to the wrong word, are marked with those that
// they belong to.
func TestMarkedBeside(t *testing.T) {
	for _, c := range []struct {
		name, source, answer string
		links                string // pairs of words
		want                 string
	}{
		{"a phrase for one word", "Geben Sie ⟦1⟧mindestens acht⟦/1⟧ ein.", "Enter at least eight.",
			"Geben Enter Sie at mindestens least acht eight", "Enter ⟦1⟧at least eight⟦/1⟧."},
		{"a phrase for a noun", "Wir sahen das ⟦1⟧Detail⟦/1⟧.", "We looked in detail.",
			"Wir We sahen looked Detail detail", "We looked in ⟦1⟧detail⟦/1⟧."},
		{"a phrase of which two words have partners", "Er kam ⟦1⟧ausgerechnet zuerst⟦/1⟧.", "He came at first.",
			"Er He kam came ausgerechnet at zuerst first", "He came ⟦1⟧at first⟦/1⟧."},
		{"a particle", "⟦1⟧Schalten⟦/1⟧ Sie es aus.", "Turn off it.",
			"Schalten Turn es it aus off", "⟦1⟧Turn off⟦/1⟧ it."},
		{"a particle of another pair", "⟦1⟧Schalten⟦/1⟧ Sie es ⟦2⟧aus⟦/2⟧.", "Turn off it.",
			"Schalten Turn es it aus off", "⟦1⟧Turn⟦/1⟧ ⟦2⟧off⟦/2⟧ it."},
		{"a particle behind a noun", "Sie machen die ⟦1⟧Lampe⟦/1⟧ aus.", "You turn the lamp off.",
			"Sie You machen turn die the Lampe lamp aus off", "You turn the ⟦1⟧lamp⟦/1⟧ off."},
		{"a preposition", "Er ⟦1⟧kommt⟦/1⟧ aus Wien.", "He comes from Vienna.",
			"Er He kommt comes aus from Wien Vienna", "He ⟦1⟧comes⟦/1⟧ from Vienna."},
		{"a short part of a compound", "Der ⟦1⟧Parkplatz⟦/1⟧ ist frei.", "The parking lot is free.",
			"Der The Parkplatz parking ist is frei free", "The ⟦1⟧parking lot⟦/1⟧ is free."},
		{"a common word beside a compound", "Das ⟦1⟧Rathaus⟦/1⟧ stand.", "The hall has stood.",
			"Das The Rathaus hall stand stood", "The ⟦1⟧hall⟦/1⟧ has stood."},
		{"a long word that was lost", "Er will ⟦1⟧endgültig löschen⟦/1⟧.", "He wants to delete.",
			"Er He will wants löschen delete", "He wants to ⟦1⟧delete⟦/1⟧."},
	} {
		t.Run(c.name, func(t *testing.T) {
			plain := marks.ReplaceAllString(c.source, "")
			s := &scripted{answers: map[string]string{plain: c.answer}, links: func(source, target string) []offset.Link {
				var links []offset.Link
				at := func(text, word string) offset.Span {
					i := strings.Index(" "+text, " "+word)
					return offset.Span{Start: i, End: i + len(word)}
				}
				words := strings.Fields(c.links)
				for i := 0; i < len(words); i += 2 {
					links = append(links, offset.Link{Source: at(source, words[i]), Target: at(target, words[i+1])})
				}
				return links
			}}
			if got := ask(t, stack.Marked(s, true), c.source); got.Text != c.want {
				t.Errorf("got %s, want %s", got.Text, c.want)
			}
		})
	}
}
