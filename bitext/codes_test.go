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
	}}}
	for f, want := range map[*Format][]string{
		XLIFF12: {
			`<source>Ein <bpt id="1">⟦1⟧</bpt>Wort<ept id="1">⟦/1⟧</ept> &amp; <ph id="p2">⟦2⟧</ph> von ` +
				`<ph id="p3">{name}</ph> und <ph id="p4">{name}</ph>, <ph id="p5">⟦/3⟧</ph></source>`,
			`<ph id="p3">{name}</ph> and <ph id="p4">{name}</ph>: a <bpt id="1">⟦1⟧</bpt>word<ept id="1">⟦/1⟧</ept> &amp; ` +
				`<ph id="p2">⟦2⟧</ph>, <ph id="p5">⟦/3⟧</ph></target>`,
		},
		XLIFF21: {
			`<source>Ein <sc id="1" equiv="⟦1⟧" disp="⟦1⟧"/>Wort<ec startRef="1" equiv="⟦/1⟧" disp="⟦/1⟧"/> &amp; <ph id="p2"`,
			`<target><ph id="p3" equiv="{name}" disp="{name}"/> and <ph id="p4"`,
		},
		TMX: {
			`<seg>Ein <bpt i="1" x="1">⟦1⟧</bpt>Wort<ept i="1">⟦/1⟧</ept> &amp; <ph x="2">⟦2⟧</ph> von <ph x="3">{name}</ph>`,
			`<seg><ph x="3">{name}</ph> and <ph x="4">{name}</ph>: a <bpt i="1" x="1">`,
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
