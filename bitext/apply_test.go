package bitext

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/satzpaar/satzpaar/offset"
	"pgregory.net/rapid"
)

// docOf returns a translated bitext whose machine target is the source in capitals.
func docOf(name string, sources ...string) *Bitext {
	b := &Bitext{Header: Header{Satzpaar: 1, Document: name, From: "de", To: "en"}}
	for i, s := range sources {
		b.Pairs = append(b.Pairs, Pair{
			ID: fmt.Sprintf("%d.1", i+1), Block: i + 1, Source: s, Target: strings.ToUpper(s),
			Action: Translate, State: Translated, Origin: "m",
		})
	}
	return b
}

func TestApply(t *testing.T) {
	on := func(b *Bitext, i int, e Edit) Edit { e.Key = Keys(b)[i]; return e }
	old := docOf("d.txt", "a", "b", "c", "b", "d")
	tests := []struct {
		name  string
		now   *Bitext
		edits []Edit
		want  string // target/state/origin of each pair
		stale []Why
	}{
		{"text", docOf("d.txt", "a", "b", "c", "b", "d"), []Edit{on(old, 2, Edit{Target: text("sea")})},
			"A/translated/m B/translated/m sea/reviewed/human B/translated/m D/translated/m", nil},
		{"approval keeps the origin", docOf("d.txt", "a", "b", "c", "b", "d"),
			[]Edit{on(old, 2, Edit{Target: text("C"), State: Final})},
			"A/translated/m B/translated/m C/final/m B/translated/m D/translated/m", nil},
		{"equal sentences told apart", docOf("d.txt", "a", "b", "c", "b", "d"),
			[]Edit{on(old, 3, Edit{Target: text("second")}), on(old, 1, Edit{Target: text("first")})},
			"A/translated/m first/reviewed/human C/translated/m second/reviewed/human D/translated/m", nil},
		{"last one counts", docOf("d.txt", "a", "b", "c", "b", "d"),
			[]Edit{
				on(old, 0, Edit{Target: text("x")}),
				on(old, 0, Edit{Target: text("y")}),
				on(old, 0, Edit{State: Final}),
			},
			"y/final/human B/translated/m C/translated/m B/translated/m D/translated/m", nil},
		{"undo", docOf("d.txt", "a", "b", "c", "b", "d"),
			[]Edit{
				on(old, 0, Edit{Target: text("x")}),
				on(old, 0, Edit{Target: text("y")}),
				on(old, 0, Edit{Undo: true}),
			},
			"x/reviewed/human B/translated/m C/translated/m B/translated/m D/translated/m", nil},
		{"undo of all and more", docOf("d.txt", "a"),
			[]Edit{
				{Key: Key{Source: "a"}, Target: text("x")},
				{Key: Key{Source: "a"}, Undo: true},
				{Key: Key{Source: "a"}, Undo: true},
			},
			"A/translated/m", nil},
		{"neighbour changed", docOf("d.txt", "z", "b", "c", "b", "d"), []Edit{on(old, 1, Edit{Target: text("first")})},
			"Z/translated/m first/reviewed/human C/translated/m B/translated/m D/translated/m", nil},
		{"moved", docOf("d.txt", "x", "a long sentence", "a"),
			[]Edit{{Key: Key{Source: "a long sentence", Before: "b", After: "c"}, Target: text("sea")}},
			"X/translated/m sea/reviewed/human A/translated/m", nil},
		{"too short to be sure", docOf("d.txt", "c", "x", "a"), []Edit{on(old, 2, Edit{Target: text("sea")})},
			"C/translated/m X/translated/m A/translated/m", []Why{Gone}},
		{"source changed", docOf("d.txt", "a", "b", "C!", "b", "d"), []Edit{on(old, 2, Edit{Target: text("sea")})},
			"A/translated/m B/translated/m C!/translated/m B/translated/m D/translated/m", []Why{Changed}},
		{"gone", docOf("d.txt", "x", "y"), []Edit{on(old, 2, Edit{Target: text("sea")})},
			"X/translated/m Y/translated/m", []Why{Gone}},
		{"ambiguous", docOf("d.txt", "x", "b", "y", "b", "z"), []Edit{on(old, 1, Edit{Target: text("first")})},
			"X/translated/m B/translated/m Y/translated/m B/translated/m Z/translated/m", []Why{Ambiguous}},
		{"another record", docOf("d.csv#2", "a"), []Edit{{Key: Key{Record: "#1", Source: "a"}, Target: text("x")}},
			"A/translated/m", nil},
		{"renamed document", docOf("elsewhere/e.txt", "a", "b", "c", "b", "d"),
			[]Edit{on(old, 2, Edit{Target: text("sea")})},
			"A/translated/m B/translated/m sea/reviewed/human B/translated/m D/translated/m", nil},
		{"empty target", docOf("d.txt", "a"), []Edit{{Key: Key{Source: "a"}, Target: text("")}}, "/reviewed/human",
			nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for round := range 2 { // applying again changes nothing
				stale := Apply(test.now, test.edits)
				var got []string
				for _, p := range test.now.Pairs {
					got = append(got, fmt.Sprintf("%s/%s/%s", p.Target, p.State, p.Origin))
				}
				if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
					t.Errorf("round %d: %s", round, diff)
				}
				var why []Why
				for _, s := range stale {
					why = append(why, s.Why)
					if s.String() == "" {
						t.Error("a stale edit says nothing")
					}
				}
				if diff := cmp.Diff(test.stale, why); diff != "" {
					t.Errorf("round %d: %s", round, diff)
				}
			}
		})
	}
}

func TestApplyRejection(t *testing.T) {
	k := Key{Source: "a"}
	b := docOf("d.txt", "a")
	b.Pairs[0].Links = []offset.Link{link(0, 1, 0, 1)}
	reject := []Edit{{Key: k, State: Final, Target: text("A")}, {Key: k, Reason: "wrong word", Machine: "A"}}
	Apply(b, reject)
	if p := b.Pairs[0]; p.Reason != "wrong word" || p.State != Translated || p.Origin != "m" || len(p.Links) != 1 {
		t.Errorf("rejected pair: %+v", p)
	}
	b.Pairs[0].Target = "B" // the machine translates in another way now
	Apply(b, reject[1:])
	if p := b.Pairs[0]; p.Reason != "" || p.State != Translated {
		t.Errorf("rejection of another text still counts: %+v", p)
	}
}

func TestApplyKeepsMachineAndRevertsToIt(t *testing.T) {
	k := Key{Source: "a"}
	b := docOf("d.txt", "a")
	b.Pairs[0].Links = []offset.Link{link(0, 1, 0, 1)}
	edits := []Edit{{Key: k, Target: text("ay")}}
	Apply(b, edits)
	if p := b.Pairs[0]; p.Machine != "A" || p.MachineOrigin != "m" || p.Links != nil {
		t.Errorf("edited pair: %+v", p)
	}
	Apply(b, append(edits, Edit{Key: k, Undo: true}))
	if p := b.Pairs[0]; p.Target != "A" || p.Origin != "m" || p.Machine != "" || p.State != Translated {
		t.Errorf("after undo: %+v", p)
	}
	failed := docOf("d.txt", "a")
	failed.Pairs[0] = Pair{ID: "1.1", Source: "a", Action: Translate, State: Initial, Error: "refused"}
	Apply(failed, edits)
	if p := failed.Pairs[0]; p.State != Reviewed || p.Error != "" || p.Target != "ay" {
		t.Errorf("edited hole: %+v", p)
	}
	Apply(failed, nil)
	if p := failed.Pairs[0]; p.State != Initial || p.Error == "" || p.Target != "" {
		t.Errorf("hole after undo: %+v", p)
	}
}

// Every edit finds its own pair in an unchanged document, whatever repeats.
func TestApplyFindsEveryPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sources := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", ""}), 1, 12).Draw(t, "sources")
		b := docOf("d.txt", sources...)
		var edits []Edit
		for i, k := range Keys(b) {
			edits = append(edits, Edit{Key: k, Target: text(fmt.Sprint("human ", i))})
		}
		edits = rapid.Permutation(edits).Draw(t, "order")
		if stale := Apply(b, edits); len(stale) != 0 {
			t.Fatalf("stale: %v", stale)
		}
		for i, p := range b.Pairs {
			if p.Target != fmt.Sprint("human ", i) {
				t.Fatalf("pair %d got %q", i, p.Target)
			}
		}
	})
}

// Documents of many equal sentences, and files of many records, take linear time: anything else would not end.
func TestApplyMany(t *testing.T) {
	const n = 100_000
	refrain := docOf("d.txt", make([]string, n)...)
	moved := make([]Edit, n)
	for i := range refrain.Pairs {
		refrain.Pairs[i].Source, refrain.Pairs[i].Target = "Und noch einmal.", "AND"
		moved[i] = Edit{Key: Key{Source: "Und noch einmal.", Before: fmt.Sprint(i), After: "x"}, Target: text("again")}
	}
	if stale := Apply(refrain, moved); len(stale) != n || stale[0].Why != Ambiguous {
		t.Errorf("%d stale edits, the first %v", len(stale), stale[0])
	}
	// Half of them are told apart by what stands before.
	parts := make([]string, 0, 2*n)
	for i := range n {
		parts = append(parts, fmt.Sprint(i), "Und noch einmal.")
	}
	if stale := Apply(docOf("d.txt", parts...), moved); len(stale) != 0 {
		t.Errorf("%d stale edits, the first %v", len(stale), stale[0])
	}
	gone := make([]Edit, n)
	for i := range gone {
		k := Key{Source: fmt.Sprint("gone ", i), Before: "Und noch einmal.", After: "Und noch einmal."}
		gone[i] = Edit{Key: k, Target: text("x")}
	}
	if stale := Apply(refrain, gone); len(stale) != n || stale[0].Why != Changed || stale[0].ID != "2.1" {
		t.Errorf("%d stale edits, the first %+v", len(stale), stale[0])
	}
	records, edits, keys := make([]*Bitext, n), make([]Edit, n), make([]Key, n)
	for i := range n {
		records[i] = docOf(fmt.Sprintf("d.csv#%d", i+1), "Ja.", "Nein.")
		keys[n-1-i] = Keys(records[i])[1]
		edits[n-1-i] = Edit{Key: keys[n-1-i], Target: text("no")}
	}
	stale, last := ApplyAll(records, edits), records[n-1]
	if len(stale) != 0 || last.Pairs[1].Target != "no" || last.Pairs[0].Target != "JA." {
		t.Errorf("%d stale edits, the last document %+v", len(stale), last)
	}
	for i, at := range Place(records, keys) {
		if at != 2*(n-1-i)+1 {
			t.Fatalf("key %d is at pair %d", i, at)
		}
	}
}

// An edit whose sentence stands twice with the same neighbours is not given to a third one that has fewer of them.
func TestApplyAmbiguous(t *testing.T) {
	b := docOf("d.txt", "a", "one and the same", "b", "a", "one and the same", "b", "x", "one and the same", "y")
	stale := Apply(b, []Edit{{Key: Key{Source: "one and the same", Before: "a", After: "b", N: 7}, Target: text("x")}})
	if len(stale) != 1 || stale[0].Why != Ambiguous || b.Pairs[7].Target != "ONE AND THE SAME" {
		t.Errorf("got %v, %+v", stale, b.Pairs[7])
	}
}

func TestPlace(t *testing.T) {
	b := docOf("d.csv#2", "a", "b", "a long sentence", "b", "a", "b", "a")
	keys := Keys(b)
	k := func(source, before, after string) Key {
		return Key{Record: "#2", Source: source, Before: before, After: after}
	}
	tests := []struct {
		name string
		keys []Key
		want []int
	}{
		{"whole keys", keys, []int{0, 1, 2, 3, 4, 5, 6}},
		{"the same key twice", []Key{keys[3], keys[3]}, []int{3, 3}},
		{"one neighbour", []Key{k("b", "x", "a long sentence")}, []int{1}},
		{"no neighbour", []Key{k("a long sentence", "x", "y")}, []int{2}},
		{"no neighbour and short", []Key{k("b", "x", "y")}, []int{-1}},
		{"a doubtful key does not take a sure place", []Key{k("a long sentence", "x", "y"), keys[2]}, []int{-1, 2}},
		{"two keys may be", []Key{k("b", "a", "x")}, []int{-1}},
		{"gone, another record", []Key{k("c", "a", "b"), {Source: "a", After: "b"}}, []int{-1, -1}},
		{"none", nil, []int{}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, Place([]*Bitext{b}, test.keys)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}
