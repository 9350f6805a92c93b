package pipeline_test

import (
	"context"
	"testing"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// keyed collects the keys under which a cache would keep what it is asked for.
type keyed map[string]map[cache.Key]bool

func (k keyed) Info() translate.Info { return translate.Info{ID: "keyed", ObeysTerms: true} }

func (k keyed) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	for i, key := range entry.Keys(k.Info(), &req) {
		text := req.Items[i].Text
		if k[text] == nil {
			k[text] = map[cache.Key]bool{}
		}
		k[text][key] = true
		out[i].Text = text
	}
	return out, translate.Usage{}, nil
}

// TestTermsInOrder: the key of a sentence does not depend on what else is asked for with it, so that it is paid for
// once: terms come in the order of the glossary, and then those that edits teach in theirs.
func TestTermsInOrder(t *testing.T) {
	own := glossary.New([]translate.Term{{Source: "Haus", Target: "house"}, {Source: "Tür", Target: "door"}})
	taught := glossary.New([]translate.Term{{Source: "alt", Target: "old"}, {Source: "Dach", Target: "roof"}})
	b := keyed{}
	p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Backend: b, Terms: own.In, Taught: taught.In}
	const sentence = "Das Haus ist alt und hat Tür und Dach."
	for _, text := range []string{sentence, "Das Dach ist dicht. Die Tür ist zu. " + sentence} {
		if _, _, err := p.Document(context.Background(), parse(t, text), nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(b[sentence]) != 1 {
		t.Errorf("the sentence has %d keys, want 1", len(b[sentence]))
	}
}
