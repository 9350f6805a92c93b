package bitext

import (
	"bytes"
	"testing"
)

func TestReturned(t *testing.T) {
	pair := func(id, source, target string) Pair {
		return Pair{
			ID: id, Block: 1, Kind: "paragraph", Source: source, Target: target,
			State: Translated, Action: Translate, Origin: "m",
		}
	}
	now := &Bitext{Header: Header{Satzpaar: 1, Document: "a.txt", SHA256: "x"}, Pairs: []Pair{
		pair("1.1", "Guten Tag.", "Good day."), pair("1.2", "Hallo {name}.", "Hi {name}."),
		pair("1.3", "Er ging.", "He went."), pair("1.4", "Sie kam.", "She came."), pair("1.5", "Es blieb.", "It stayed."),
	}}
	now.Pairs[3].Target, now.Pairs[3].Origin, now.Pairs[3].Machine = "She arrived.", Human, "She came."
	for _, f := range []*Format{XLIFF12, XLIFF21, TMX} {
		t.Run(f.Name, func(t *testing.T) {
			var file bytes.Buffer
			sent := &Bitext{Header: now.Header, Pairs: append([]Pair(nil), now.Pairs...)}
			sent.Pairs[3] = pair("1.4", "Sie kam.", "She came.")
			sent.Pairs[0].Target = "Hello."
			sent.Pairs[1].Target = "Hi."
			sent.Pairs[2].State = Reviewed
			sent.Pairs[3].Target = "She showed up."
			if err := f.Write(&file, Documents(sent)); err != nil {
				t.Fatal(err)
			}
			format := ForeignFormat(f.Ext, file.Bytes())
			if format != f {
				t.Fatalf("taken for %v", format)
			}
			back, err := format.Read(&file, "a")
			if err != nil {
				t.Fatal(err)
			}
			edits, declined := Returned(now, back[0], nil, "Mia", "2026-01-02T03:04:05Z")
			if len(edits) != 2 || *edits[0].Target != "Hello." || edits[0].State != Reviewed || edits[0].Who != "Mia" ||
				edits[0].Machine != "Good day." || *edits[1].Target != "He went." || edits[1].State != Reviewed {
				t.Errorf("edits %+v", edits)
			}
			if len(declined) != 2 || declined[0].ID != "1.2" || declined[1].ID != "1.4" {
				t.Errorf("declined %+v", declined)
			}
			again := &Bitext{Header: now.Header, Pairs: append([]Pair(nil), now.Pairs...)}
			arrived := "She arrived."
			edits = append(edits, Edit{Key: Keys(now)[3], Target: &arrived, State: Reviewed})
			if stale := Apply(again, edits); len(stale) > 0 || again.Pairs[0].Target != "Hello." {
				t.Errorf("applied: %+v, %v", again.Pairs[0], stale)
			}
			hers := Edit{Key: Keys(now)[3], Target: &arrived, State: Reviewed, Who: "Mia"}
			if e, _ := Returned(now, back[0], []Edit{hers}, "Mia", "x"); len(e) != 3 || *e[2].Target != "She showed up." {
				t.Errorf("what she corrects a second time: %+v", e)
			}
			if edits, _ := Returned(again, back[0], edits, "Mia", "later"); len(edits) > 0 {
				t.Errorf("a second time: %+v", edits)
			}
		})
	}
}

// TestReturnedFolded: a tool may write blanks in the place of the line breaks inside sentences, as OmegaT does.
func TestReturnedFolded(t *testing.T) {
	pair := func(source, target string) Pair {
		return Pair{ID: "1.1", Block: 1, Kind: "paragraph", Source: source, Target: target, State: Translated,
			Action: Translate, Origin: "m"}
	}
	header := Header{Satzpaar: 1, Document: "a.txt", SHA256: "x"}
	now := &Bitext{Header: header, Pairs: []Pair{pair("Es\nblieb.", "It stayed.")}}
	back := &Bitext{Header: header, Pairs: []Pair{pair("Es blieb.", "It remained.")}}
	edits, declined := Returned(now, back, nil, "Anna", "2026-11-30T00:00:00Z")
	if len(declined) != 0 || len(edits) != 1 || *edits[0].Target != "It remained." {
		t.Errorf("%d edits, declined %v", len(edits), declined)
	}
}
