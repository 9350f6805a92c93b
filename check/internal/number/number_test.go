package number

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/word"
)

func reader(base string, lenient bool) *Reader {
	r := new(Reader)
	r.SetLanguage(base, lenient)
	return r
}

// describe writes the readings of a quantity: atoms joined by +, readings by |, with the unit and a mark for the
// strength.
func describe(q Quantity) string {
	var readings []string
	for _, r := range q.reads[:q.n] {
		var atoms []string
		for _, a := range r.atoms[:r.n] {
			switch a.class {
			case number:
				atoms = append(atoms, fmt.Sprintf("%g", a.value))
			case month:
				atoms = append(atoms, fmt.Sprintf("month %g", a.value))
			case clock:
				atoms = append(atoms, fmt.Sprintf("%d:%02d?", int(a.value)/60, int(a.value)%60))
			case clock24:
				atoms = append(atoms, fmt.Sprintf("%d:%02d", int(a.value)/60, int(a.value)%60))
			case code:
				atoms = append(atoms, "code")
			}
		}
		readings = append(readings, strings.Join(atoms, "+"))
	}
	s := q.Text + " = " + strings.Join(readings, " | ")
	if q.Unit != 0 {
		s += " " + q.Unit.String()
	}
	return s + [...]string{" (soft)", " (loose)", " (word)", ""}[q.Strength]
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		base, text string
		want       []string
	}{
		{"de", "Er zahlte 2.200,5 Euro.", []string{"2.200,5 = 2200.5 euros"}},
		{"en", "He paid €2,200.50.", []string{"2,200.50 = 2200.5 euros"}},
		{"en", "10.000 inhabitants", []string{"10.000 = 10"}},
		{"de", "3,5 Mio. Euro", []string{"3,5 Mio = 3.5e+06"}},
		{"en", "$1.2bn", []string{"1.2bn = 1.2e+09 dollars"}},
		{"en", "two hundred and five", []string{"two hundred and five = 205 (word)"}},
		{"de", "zweihundertfünf Meter", []string{"zweihundertfünf = 205 metres (word)"}},
		{"de", "einundzwanzigtausend", []string{"einundzwanzigtausend = 21000 (word)"}},
		{"en", "twenty-one feet", []string{"twenty-one = 21 feet (word)"}},
		{"de", "halb drei", []string{"halb drei = 2:30? (word)"}},
		{"de", "Viertel vor acht", []string{"Viertel vor acht = 19:45? (word)"}},
		{"en", "half past two", []string{"half past two = 2:30? (word)"}},
		{"de", "um 14.30 Uhr", []string{"14.30 Uhr = 14:30"}},
		{"en", "2:30 p.m.", []string{"2:30 p.m. = 14:30"}},
		{"en", "6 pm", []string{"6 pm = 18:00"}},
		{"de", "am 21.12.2014", []string{"21.12.2014 = 21+month 12+2014 | 21+12+2014 | code"}},
		{"de", "1950er", []string{"1950er = 1950 | 50 | 50+20"}},
		{"en", "one and a half million", []string{"one and a half million = 1.5e+06 (soft)"}},
		{"de", "Ludwig XIV", []string{"XIV = 14 (word)"}},
		{"es", "Pagó 2.200,5 euros.", []string{"2.200,5 = 2200.5 euros"}},
		{"es", "el 3 de mayo de 1984", []string{"3 = 3", "mayo = month 5 (word)", "1984 = 1984"}},
		{"es", "el 3 sept. de 2014", []string{"3 = 3", "sept = month 9 (word)", "2014 = 2014"}},
		{"es", "treinta y cinco libros", []string{"treinta y cinco = 35 (word)"}},
		{"es", "treinta y un libros", []string{"treinta y un = 31 (word)"}},
		{"es", "doscientos cinco metros", []string{"doscientos cinco = 205 metres (word)"}},
		{"es", "mil novecientos ochenta y cuatro", []string{"mil novecientos ochenta y cuatro = 1984 (word)"}},
		{"es", "dos mil millones de dólares", []string{"dos mil millones = 2e+09 dollars (word)"}},
		{"es", "un millón doscientos mil euros", []string{"un millón doscientos mil = 1.2e+06 euros (word)"}},
		{"es", "3.500 millones de euros", []string{"3.500 millones = 3.5e+09 euros"}},
		{"es", "5 mil millones", []string{"5 mil millones = 5e+09"}},
		{"es", "decenas de miles", []string{"decenas de miles = 10000 (loose)"}},
		{"es", "media docena", []string{"media docena = 6 (word)"}},
		{"es", "el cinco por ciento", []string{"cinco = 5 percent (word)"}},
		{"es", "a las tres y media", []string{"tres y media = 3.5 | 3:30? (word)"}},
		{"es", "las 3 y media", []string{"3 = 3.5 | 3:30?"}},
		{"es", "siglo XIX", []string{"siglo = 100 (soft)", "XIX = 19 (word)"}},
		{"es", "el 1.º de abril", []string{"1 = 1", "abril = month 4 (word)"}},
		{"en", "two thousand million", []string{"two thousand million = 2e+09 (word)"}},
		{"de", "siehe https://example.org/2014/12", nil},
		{"de", "&#8222;", nil},
		{"de", "der Zauber", nil},
	} {
		var got []string
		for _, q := range reader(c.base, false).Read(c.text) {
			got = append(got, describe(q))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: %q\n got %q\nwant %q", c.base, c.text, got, c.want)
		}
	}
}

// Equal values compare as equal however they are written, other values do not, in both directions.
func TestCompare(t *testing.T) {
	for _, c := range []struct {
		german, english string
		want            string // kinds of the differences
	}{
		{"Er zahlte 2.200,5 Euro.", "He paid 2,200.5 euros.", ""},
		{"Er zahlte 2.200,5 Euro.", "He paid 2,205 euros.", "changed"},
		{"Drei Hunde", "Four dogs", "changed in words"},
		{"Drei Hunde", "Dogs", ""},
		{"3 Hunde", "Dogs", "lost"},
		{"Hunde", "3 dogs", "added"},
		{"30 Prozent", "30 degrees", "other unit"},
		{"am 3. Mai", "on 3 June", "changed"},
		{"halb drei", "2:30", ""},
		{"halb drei", "3:30", "changed"},
		{"Hunderttausende", "tens of thousands", "changed in words"},
	} {
		for _, reversed := range []bool{false, true} {
			source, target := reader("de", !reversed).Read(c.german), reader("en", reversed).Read(c.english)
			if reversed {
				source, target = target, source
			}
			var kinds []string
			for _, d := range Compare(source, target) {
				k := [...]string{"changed", "lost", "added", "other unit", "other grouping"}[d.Kind]
				if reversed && d.Kind == Lost {
					k = "added"
				} else if reversed && d.Kind == Added {
					k = "lost"
				}
				if d.InWords {
					k += " in words"
				}
				kinds = append(kinds, k)
			}
			if got := strings.Join(kinds, ", "); got != c.want {
				t.Errorf("%q and %q, reversed %v: %q, want %q", c.german, c.english, reversed, got, c.want)
			}
		}
	}
	source, target := reader("de", true).Read("Das sind 3,5 Liter."), reader("en", false).Read("That is 3,5 litres.")
	if ds := Compare(source, target); len(ds) != 1 || ds[0].Kind != OtherGrouping {
		t.Errorf("3,5 in an English text: %v", ds)
	}
}

// Spanish and English values compare as equal however they are written.
func TestCompareSpanish(t *testing.T) {
	for _, c := range []struct {
		spanish, english string
		differ           bool
	}{
		{"a las tres y media", "at half past three", false},
		{"a las tres y media", "at 3:30 p.m.", false},
		{"tres años y medio", "three and a half years", false},
		{"a las tres y cuarto", "at quarter past three", false},
		{"a las cuatro menos diez", "at 3:50", false},
		{"a las cuatro menos cuarto", "at 3:45", false},
		{"las 3 y media de la tarde", "half past three in the afternoon", false},
		{"las 14.30 horas", "2:30 p.m.", false},
		{"entre tres y diez casas", "between three and ten houses", false},
		{"unos treinta y cinco libros", "some 36 books", true},
		{"3.500 millones de euros", "€3.5 billion", false},
		{"3.500 millones de euros", "€3.5 million", true},
		{"el 21/12/2014", "21 December 2014", false},
		{"el cinco por ciento", "5 percent", false},
		{"el cinco por ciento", "5 degrees", true},
		{"los años 80", "the 1980s", false},
		{"dos o tres docenas", "two or three dozen", false},
		{"docenas de casas", "dozens of houses", false},
		{"cien mil personas", "a hundred thousand people", false},
	} {
		source, target := reader("es", true).Read(c.spanish), reader("en", false).Read(c.english)
		if ds := Compare(source, target); len(ds) > 0 != c.differ {
			t.Errorf("%q and %q: differences %v, want any: %v", c.spanish, c.english, ds, c.differ)
		}
	}
}

// Comparing takes time with the square of the number of quantities at most: where those that a text repeats were
// counted again for each one that is missing, it took hundreds of times as long as holding each against each.
func TestCompareGrowth(t *testing.T) {
	const n = maxCompared / 2
	target := strings.Repeat("7 x ", n)
	var source strings.Builder
	source.WriteString(target)
	for i := range n {
		fmt.Fprintf(&source, "%d x ", 1000+i)
	}
	each, compared := time.Hour, time.Hour
	for range 3 { // others use the machine too
		qs, others := reader("de", true).Read(source.String()), reader("en", false).Read(target)
		start := time.Now()
		same := 0
		for i := range qs {
			for j := range others {
				if qs[i].same(&others[j]) {
					same++
				}
			}
		}
		each = min(each, time.Since(start))
		start = time.Now()
		if ds := Compare(qs, others); len(ds) != n || same != n*n {
			t.Fatalf("%d differences and %d equal numbers, want %d and %d", len(ds), same, n, n*n)
		}
		compared = min(compared, time.Since(start))
	}
	if compared > 50*each {
		t.Errorf("comparing took %v, holding each against each %v", compared, each)
	}
	t.Logf("comparing took %v, holding each against each %v", compared, each)
}

// Whatever stands in a text, its quantities lie inside of it in order, and it does not differ from itself.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"2.200,5 Euro am 21.12.2014 um halb drei", "two hundred and five-thousand p.m.", "1994/95, 3:32,5, 2½",
		"1.2.3.4.5.6.7.8.9.10", "½\xe2’clock 3 o’clock", "XIV. MMXX 24/7",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<12 {
			return
		}
		for _, base := range []string{"de", "en", "es", "fr"} {
			r := reader(base, true)
			qs := r.Read(s)
			end := 0
			for _, q := range qs {
				if q.Span.Start < end || q.Span.End <= q.Span.Start || q.Span.End > len(s) ||
					q.Text != s[q.Span.Start:q.Span.End] || q.n == 0 {
					t.Fatalf("%s: %q: quantity %q at %v after %d", base, s, q.Text, q.Span, end)
				}
				if utf8.ValidString(s) && !utf8.ValidString(q.Text) {
					t.Fatalf("%s: %q: quantity %q is cut inside a character", base, s, q.Text)
				}
				end = q.Span.Start // the second number of "two to three" may belong to a time as well
			}
			other := append([]Quantity(nil), qs...)
			for _, d := range Compare(qs, other) {
				if d.Kind != OtherGrouping {
					t.Fatalf("%s: %q differs from itself in %q", base, s, d.Source.Text)
				}
			}
		}
	})
}

func TestMayHoldValue(t *testing.T) {
	var text word.Text
	r := reader("en", false)
	for s, want := range map[string]bool{
		"one of the dogs": false, "two dogs": true, "a dog in May": true, "it may be": false, "v2": true, "½ cup": true,
		"no": false,
	} {
		text.Set(s)
		if got := r.MayHoldValue(text.Scan()); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}
