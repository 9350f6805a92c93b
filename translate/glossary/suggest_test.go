package glossary_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// joins links words by their numbers: "0-0 1-2".
func joins(source, target, links string) []offset.Link {
	spans := func(text string) (out []offset.Span) {
		at := 0
		for w := range strings.FieldsSeq(text) {
			at += strings.Index(text[at:], w)
			out = append(out, offset.Span{Start: at, End: at + len(w)})
			at += len(w)
		}
		return out
	}
	s, t := spans(source), spans(target)
	var out []offset.Link
	for l := range strings.FieldsSeq(links) {
		out = append(out, offset.Link{Source: s[l[0]-'0'], Target: t[l[2]-'0']})
	}
	return out
}

func change(source, machine, machineLinks, target, links string) glossary.Change {
	return glossary.Change{
		Source: source, Machine: machine, Target: target,
		MachineLinks: joins(source, machine, machineLinks), Links: joins(source, target, links),
	}
}

func TestSuggest(t *testing.T) {
	changes := []glossary.Change{
		change("Der Mieter zahlt.", "The renter pays.", "0-0 1-1 2-2", "The tenant pays.", "0-0 1-1 2-2"),
		change("Er fragt des Mieters Frau.", "He asks the renter's wife.", "0-0 1-1 2-2 3-3 4-4", "He asks the tenants wife.",
			"0-0 1-1 2-2 3-3 4-4"),
		// Only a part of what translates the word has changed.
		change("Unsere Wohnungsgenossenschaft baut.", "Our housing cooperative builds.", "0-0 1-1 1-2 2-3",
			"Our housing association builds.", "0-0 1-1 1-2 2-3"),
		change("Die Wohnungsgenossenschaft haftet.", "The housing cooperative is liable.", "0-0 1-1 1-2 2-3 2-4",
			"The housing association is liable.", "0-0 1-1 1-2 2-3 2-4"),
		// Short words belong to a term where links connect them to it.
		change("Der Stellplatz ist frei.", "The pitch is free.", "0-0 1-1 2-2 3-3", "The parking bay is free.",
			"0-0 1-1 1-2 2-3 3-4"),
		change("Ein Stellplatz ist frei.", "A pitch is free.", "0-0 1-1 2-2 3-3", "A parking bay is free.",
			"0-0 1-1 1-2 2-3 3-4"),
		// Short words alone are not terms.
		change("In der Nacht.", "In the night.", "0-0 1-1 2-2", "At the night.", "0-0 1-1 2-2"),
		change("In der Stadt.", "In the town.", "0-0 1-1 2-2", "At the town.", "0-0 1-1 2-2"),
		// Changed once only, and twice in different ways.
		change("Das Haus brennt.", "The house burns.", "0-0 1-1 2-2", "The building burns.", "0-0 1-1 2-2"),
		change("Die Miete steigt.", "The price rises.", "0-0 1-1 2-2", "The rent rises.", "0-0 1-1 2-2"),
		change("Diese Miete steigt.", "This price rises.", "0-0 1-1 2-2", "This lease rises.", "0-0 1-1 2-2"),
	}
	want := []glossary.Suggestion{
		{Term: translate.Term{Source: "Mieter", Target: "tenant"}, Instead: "renter", Changes: 2},
		{Term: translate.Term{Source: "Stellplatz", Target: "parking bay"}, Instead: "pitch", Changes: 2},
		{
			Term: translate.Term{Source: "Wohnungsgenossenschaft", Target: "housing association"}, Instead: "housing cooperative",
			Changes: 2,
		},
	}
	if diff := cmp.Diff(want, glossary.Suggest(changes, 2)); diff != "" {
		t.Error(diff)
	}
	// The same sentence in many places is one.
	if got := glossary.Suggest([]glossary.Change{changes[0], changes[0]}, 2); len(got) != 0 {
		t.Errorf("from one sentence: %+v", got)
	}
	// What was changed back and forth is left to people.
	again := append(changes[:2:2], change("Mieter sind wir.", "Renters are we.", "0-0 1-1 2-2", "Lodgers are we.", "0-0 1-1 2-2"))
	if got := glossary.Suggest(again, 2); len(got) != 1 || got[0].Contrary != 1 {
		t.Errorf("with a contrary change: %+v", got)
	}
}

// The time that suggestions take grows with the number of changes, whatever they are.
func TestSuggestGrowth(t *testing.T) {
	growthtest.Linear(t, "changes", 5000, func(n int) func() {
		changes := make([]glossary.Change, n)
		for i := range changes {
			source, target := fmt.Sprintf("Mieterverein%d zahlt.", i), fmt.Sprintf("Association%d pays.", i)
			changes[i] = change(source, "Society pays.", "0-0 1-1", target, "0-0 1-1")
		}
		return func() { glossary.Suggest(changes, 2) }
	})
}
