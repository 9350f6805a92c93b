package align

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// link returns the link between bytes s to e of a source and ts to te of a target.
func link(s, e, ts, te int) offset.Link {
	return offset.Link{Source: offset.Span{Start: s, End: e}, Target: offset.Span{Start: ts, End: te}}
}

// linked returns the links as words, "haus-house".
func linked(source, target string, lexicon *Lexicon) []string {
	var out []string
	for _, l := range Links(source, target, lexicon) {
		out = append(out, l.Source.In(source)+"-"+l.Target.In(target))
	}
	return out
}

func TestLinks(t *testing.T) {
	for _, x := range []struct {
		source, target string
		lexicon        *Lexicon
		want           string
	}{
		{"", "", nil, ""},
		{"Das Haus ist alt.", "The house is old.", GermanEnglish(), "Das-The Haus-house ist-is alt-old .-."},
		{"Gestern hat er das Buch gelesen.", "He read the book yesterday.", GermanEnglish(), "Gestern-yesterday er-He das-the Buch-book gelesen-read .-."},
		{"Im Jahr 1962 kamen 1.250 Menschen.", "In 1962, 1,250 people came.", GermanEnglish(), "Im-In 1962-1962 kamen-came 1.250-1,250 Menschen-people .-."},
		{"Karin Wolters 240 !", "240 Karin Wolters !", nil, "Karin-Karin Wolters-Wolters 240-240 !-!"},
	} {
		if got := strings.Join(linked(x.source, x.target, x.lexicon), " "); got != x.want {
			t.Errorf("%q and %q:\n got %s\nwant %s", x.source, x.target, got, x.want)
		}
	}
}

// TestHints holds that a hint decides where nothing else does, and does not where much is against it.
func TestHints(t *testing.T) {
	const source, target = "xaver quaddel", "blorf zinnia"
	at := func(s, of string) (int, int) { i := strings.Index(of, s); return i, i + len(s) }
	hint := func(s, t string) offset.Link {
		a, b := at(s, source)
		c, d := at(t, target)
		return link(a, b, c, d)
	}
	crossed := []offset.Link{hint("xaver", "zinnia"), hint("quaddel", "blorf")}
	got := Links(source, target, GermanEnglish(), crossed...)
	if !slices.Contains(got, crossed[0]) || !slices.Contains(got, crossed[1]) {
		t.Errorf("unknown words against their order: %v", got)
	}
	old, cut, outside := link(4, 8, 4, 7), link(4, 8, 8, 11), link(-5, 90, 200, 300)
	got = Links("Das Haus ist alt.", "The old house is grey.", GermanEnglish(), old, cut, outside)
	if slices.Contains(got, old) || !slices.Contains(got, link(4, 8, 8, 13)) {
		t.Errorf("Haus linked to old: %v", got)
	}
}

// TestHintsFollow holds that a word of the target that has no partner is linked by a hint, and one that has a
// partner is not.
func TestHintsFollow(t *testing.T) {
	const source, target = "Der Zug fährt heute fünf Minuten später ab.", "The train is going off five minutes later today."
	is, later := link(8, 14, 10, 12), link(8, 14, 36, 41)
	plain := Links(source, target, GermanEnglish())
	got := Links(source, target, GermanEnglish(), is, later)
	if slices.Contains(plain, is) || !slices.Contains(got, is) {
		t.Errorf("fährt and is: %v without hints, %v with them", plain, got)
	}
	if slices.Contains(got, later) {
		t.Errorf("fährt is linked to later: %v", got)
	}
}

// TestHintsRepeated holds that a hint counts once, as often as it is given and whatever other hints cover its words.
func TestHintsRepeated(t *testing.T) {
	const source, target = "Das Haus ist alt.", "The old house is grey."
	old, broad := link(4, 8, 4, 7), link(0, 8, 4, 7)
	want := Links(source, target, GermanEnglish(), old, link(0, 3, 4, 7))
	for _, times := range []int{3, 1000} {
		hints := slices.Repeat([]offset.Link{old, broad}, times)
		if got := Links(source, target, GermanEnglish(), hints...); len(got) == 0 || !slices.Equal(got, want) {
			t.Errorf("%d times: %v, want %v", times, got, want)
		}
	}
}

// TestSharedLinks holds the alignment error rate on the shared gold. The gold has its words between spaces: a link
// counts for the words that its ends are in.
func TestSharedLinks(t *testing.T) {
	read := func(ext string) []string {
		var lines []string
		for s := bufio.NewScanner(sharedFile(t, "wordalign_bicici."+ext)); s.Scan(); {
			lines = append(lines, s.Text())
		}
		return lines
	}
	source, target, gold := read("de"), read("en"), read("pharaoh")
	right, made, sure := 0, 0, 0
	for k := range source {
		want := strings.Fields(gold[k])
		sure += len(want)
		var got []string
		for _, l := range Links(source[k], target[k], GermanEnglish()) {
			x := fmt.Sprintf("%d-%d", strings.Count(source[k][:l.Source.Start], " "),
				strings.Count(target[k][:l.Target.Start], " "))
			if !slices.Contains(got, x) {
				got = append(got, x)
				made++
				if slices.Contains(want, x) {
					right++
				}
			}
		}
	}
	aer := 100 * (1 - 2*float64(right)/float64(made+sure))
	t.Logf("precision %.2f recall %.2f AER %.2f", 100*float64(right)/float64(made), 100*float64(right)/float64(sure), aer)
	if aer > 14 {
		t.Errorf("alignment error rate %.2f", aer)
	}
}

func FuzzLinks(f *testing.F) {
	for i := range germanText {
		f.Add(germanText[i], englishText[i])
	}
	f.Add("\xff a", "")
	f.Add(strings.Repeat("a b ", 200), strings.Repeat("b a ", 300))
	lexicon := smallLexicon()
	f.Fuzz(func(t *testing.T, a, b string) {
		const most = 5000 // bytes, so that a step of the fuzzer stays short
		a, b = a[:min(len(a), most)], b[:min(len(b), most)]
		last := link(-1, -1, -1, -1)
		for _, l := range Links(a, b, lexicon) {
			if l.Source.Len() <= 0 || l.Source.End > len(a) || l.Target.Len() <= 0 || l.Target.End > len(b) ||
				l.Source.Start < last.Source.Start ||
				l.Source.Start == last.Source.Start && l.Target.Start <= last.Target.Start {
				t.Fatalf("link %v after %v", l, last)
			}
			if utf8.ValidString(a) && !utf8.ValidString(l.Source.In(a)) ||
				utf8.ValidString(b) && !utf8.ValidString(l.Target.In(b)) {
				t.Fatalf("link %v cuts a rune", l)
			}
			last = l
		}
	})
}
