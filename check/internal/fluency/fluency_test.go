package fluency

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/satzpaar/satzpaar/check/internal/word"
)

// A table gives back what was put in, and hardly ever anything else.
func TestTable(t *testing.T) {
	const entries = 20_000
	r := rand.New(rand.NewPCG(1, 2))
	table := NewTable(entries)
	values := map[uint64]uint8{}
	refused := 0
	for range entries {
		h, v := r.Uint64(), uint8(r.IntN(MaxValue+1))
		if !table.Put(h, v) {
			refused++
			continue
		}
		values[h] = v
	}
	if refused > entries/20 {
		t.Errorf("%d of %d entries refused", refused, entries)
	}
	read, err := ReadTable(string(table.Pack()))
	if err != nil {
		t.Fatal(err)
	}
	for h, want := range values {
		if got, ok := read.Get(h); !ok || got != want {
			t.Fatalf("%x: %d, %v, want %d", h, got, ok, want)
		}
	}
	mistaken := 0
	for range entries {
		if _, ok := read.Get(r.Uint64()); ok {
			mistaken++
		}
	}
	if mistaken > entries/200 {
		t.Errorf("%d of %d unknown hashes are found", mistaken, entries)
	}
}

func TestReadTableDamaged(t *testing.T) {
	good := string(NewTable(100).Pack())
	for name, data := range map[string]string{"empty": "", "short": good[:len(good)-1], "other": "x" + good,
		"without blocks": tableMagic} {
		if _, err := ReadTable(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Values survive being quantised as far as their steps allow, and those beyond are the nearest.
func TestQuantise(t *testing.T) {
	for _, x := range []float64{-100, valueLeast, -1, 0, 0.3, 4, 100} {
		want := min(max(x, valueLeast), valueLeast+MaxValue*valueStep)
		if got := float64(valueOf[Quantise(x)]); math.Abs(got-want) > valueStep/2+1e-6 {
			t.Errorf("%v becomes %v", x, got)
		}
	}
}

// Sentences fit better than the same words in another order or in other forms.
func TestRead(t *testing.T) {
	var r Reader
	var text word.Text
	fit := func(s string) float64 {
		text.Set(s)
		return r.Read(text.Scan())
	}
	for _, c := range [][2]string{
		{"The old man has been sleeping on the bench.", "Bench the sleeping man on old been the has."},
		{"She has lived in the city for three years.", "She has lived on the city for three years."},
		{"He is one of the best players.", "He are one of the best players."},
		{"They want to go home.", "They want go to home."},
		{"We had a lot of fun.", "We had lot of fun."},
	} {
		if good, bad := fit(c[0]), fit(c[1]); good <= bad {
			t.Errorf("%q %.2f, %q %.2f", c[0], good, c[1], bad)
		}
	}
	if x := fit(""); x != 0 {
		t.Errorf("no words: %v", x)
	}
}
