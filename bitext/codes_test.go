package bitext

import (
	"bytes"
	"strings"
	"testing"
)

// TestInlineCodes: what must not be changed is a code in exchange files, with the same id on both sides, and text again
// when they are read.
func TestInlineCodes(t *testing.T) {
	b := &Bitext{Header: Header{Satzpaar: 1, Document: "a.md", From: "de", To: "en"}, Pairs: []Pair{{
		ID: "1.1", Block: 1, Kind: "paragraph", State: Translated, Action: Translate, Lang: "de",
		Source: "Ein ⟦1⟧Wort⟦/1⟧ & ⟦2⟧ von {name} und {name}, ⟦/3⟧",
		Target: "{name} and {name}: a ⟦1⟧word⟦/1⟧ & ⟦2⟧, ⟦/3⟧",
		Markup: map[string]string{"1": "<b>", "/1": "</b>", "/3": "</i>"}, // that of 2 is not known
	}}}
	for f, want := range map[*Format][]string{
		XLIFF12: {
			`<source>Ein <bpt id="1" equiv-text="⟦1⟧">&lt;b&gt;</bpt>Wort<ept id="1" equiv-text="⟦/1⟧">&lt;/b&gt;</ept> &amp; ` +
				`<ph id="p2">⟦2⟧</ph> von <ph id="p4">{name}</ph> und <ph id="p5">{name}</ph>, ` +
				`<ph id="p6" equiv-text="⟦/3⟧">&lt;/i&gt;</ph></source>`,
			`<ph id="p4">{name}</ph> and <ph id="p5">{name}</ph>: a <bpt id="1" equiv-text="⟦1⟧">&lt;b&gt;</bpt>word`,
		},
		XLIFF21: {
			`<originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data><data id="d3">{name}</data>` +
				`<data id="d4">&lt;/i&gt;</data></originalData>`,
			`<source>Ein <pc id="1" equivStart="⟦1⟧" dispStart="&lt;b&gt;" dataRefStart="d1" ` +
				`equivEnd="⟦/1⟧" dispEnd="&lt;/b&gt;" dataRefEnd="d2">Wort</pc> &amp; <ph id="p2" equiv="⟦2⟧" disp="⟦2⟧"/>`,
			`<target><ph id="p4" equiv="{name}" disp="{name}" dataRef="d3"/> and <ph id="p5"`,
		},
		TMX: {
			`<seg>Ein <bpt i="1" x="1">&lt;b&gt;</bpt>Wort<ept i="1">&lt;/b&gt;</ept> &amp; <ph x="2">⟦2⟧</ph> von ` +
				`<ph x="4">{name}</ph>`,
			`<seg><ph x="4">{name}</ph> and <ph x="5">{name}</ph>: a <bpt i="1" x="1">`,
		},
	} {
		var file bytes.Buffer
		if err := f.Write(&file, Documents(b)); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(file.String(), w) {
				t.Errorf("%s lacks\n%s\nin\n%s", f.Name, w, file.String())
			}
		}
		back, err := f.Read(&file, "a")
		if err != nil || back[0].Pairs[0].Source != b.Pairs[0].Source || back[0].Pairs[0].Target != b.Pairs[0].Target {
			t.Errorf("%s: %v, %+v", f.Name, err, back)
		}
	}
}

// TestCrossedCodes: pairs that cross each other, or stand in another order in the translation, come back as they were.
func TestCrossedCodes(t *testing.T) {
	texts := []string{
		"⟦1⟧a⟦2⟧b⟦/1⟧c⟦/2⟧", "⟦1⟧a⟦2⟧b⟦/2⟧c⟦/1⟧", "⟦2⟧a⟦/2⟧⟦1⟧b⟦/1⟧", "⟦/1⟧a⟦1⟧", "⟦1⟧a⟦1⟧b⟦/1⟧", "⟦1⟧a⟦2⟧b⟦3⟧c⟦/1⟧d⟦/2⟧e⟦/3⟧",
		"⟦1⟧a", "a⟦/1⟧", "⟦/2⟧⟦/1⟧a⟦2⟧⟦1⟧",
	}
	b := &Bitext{Header: Header{Satzpaar: 1, Document: "a.md", From: "de", To: "en"}}
	for i, source := range texts {
		for k, target := range texts {
			b.Pairs = append(b.Pairs, Pair{
				ID: itoa(i+1) + "." + itoa(k+1), Block: 1, Kind: "paragraph", State: Translated, Action: Translate, Lang: "de",
				Source: source, Target: target,
				Markup: map[string]string{"1": "<b>", "/1": "</b>", "2": "<b>", "/2": "</b>", "3": "<i>", "/3": "</i>"},
			})
		}
	}
	for _, f := range []*Format{XLIFF12, XLIFF21, TMX} {
		var file bytes.Buffer
		if err := f.Write(&file, Documents(b)); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(file.String(), "<seg>⟦") || strings.Contains(file.String(), "<source>⟦") {
			t.Errorf("%s: a code is text", f.Name)
		}
		back, err := f.Read(&file, "a")
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for i, p := range b.Pairs {
			if q := back[0].Pairs[i]; q.Source != p.Source || q.Target != p.Target {
				t.Errorf("%s: %q, %q came back as %q, %q", f.Name, p.Source, p.Target, q.Source, q.Target)
			}
		}
	}
}
