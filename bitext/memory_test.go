package bitext

import (
	"testing"

	"pgregory.net/rapid"
)

func TestMemory(t *testing.T) {
	e := func(source, target string) Edit { return Edit{Key: Key{Source: source}, Target: text(target)} }
	m := NewMemory([]Edit{
		e("Der Hund bellt laut.", "The dog barks loudly."),
		e("Die Katze schläft.", "The cat is asleep."),
		e("Die Katze schläft.", "The cat sleeps."), // the later edit of the same pair stands
		{Key: Key{Source: "Die Katze schläft.", Before: "x"}, Target: text("The cat is sleeping.")},
		e("Undone.", "Gone."), {Key: Key{Source: "Undone."}, Undo: true},
		{Key: Key{Record: "#7", Source: "Nur hier."}, Target: text("Only here.")},
		{Key: Key{Source: "Nur gelobt."}, State: Final},
	})
	tests := []struct {
		source string
		least  float64
		want   []string
	}{
		{"Die Katze schläft.", 1, []string{"The cat is sleeping.", "The cat sleeps."}},
		{"Der Hund bellt leise.", 0.7, []string{"The dog barks loudly."}},
		{"Der Hund bellt leise.", 0.95, nil},
		{"Nur hier.", 1, []string{"Only here."}},
		{"Undone.", 0.9, nil},
		{"Nur gelobt.", 0.9, nil},
		{"", 0, nil},
	}
	for _, test := range tests {
		got := m.Lookup(test.source, test.least, 5)
		if len(got) != len(test.want) {
			t.Errorf("%q: got %v, want %q", test.source, got, test.want)
			continue
		}
		for i, g := range got {
			if g.Target != test.want[i] || (g.Similarity == 1) != (g.Source == test.source) || g.Similarity < test.least {
				t.Errorf("%q: match %d is %+v, want %q", test.source, i, g, test.want[i])
			}
		}
	}
	if got := m.Lookup("Die Katze schläft.", 0.5, 1); len(got) != 1 {
		t.Errorf("got %d matches, want 1", len(got))
	}
}

func TestSimilarity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOfN(rapid.SampledFrom([]rune("abä ")), 1, 12, -1)
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		ab := similarity(a, b)
		if ab != similarity(b, a) {
			t.Fatal("not symmetric")
		}
		if (ab == 1) != (a == b) || ab < 0 || ab > 1 {
			t.Fatalf("similarity %v", ab)
		}
	})
}
