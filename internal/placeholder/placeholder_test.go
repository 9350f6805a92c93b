package placeholder

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	for text, want := range map[string]string{
		"⟦1⟧": "1", "⟦/1⟧": "/1", "⟦0⟧": "0", "⟦007⟧": "007", "⟦1234567⟧": "1234567",
		"": "", "⟦": "", "⟦⟧": "", "⟦/⟧": "", "⟦//1⟧": "", "⟦a⟧": "", "⟦1a⟧": "", "⟦ 1⟧": "", "⟦１⟧": "",
		"⟦12345678⟧": "", "⟦/12345678⟧": "", "⟦1": "", "1⟧": "", "⟦1⟧ ": "", " ⟦1⟧": "", "⟦1⟧⟦2⟧": "", "[1]": "",
	} {
		name, ok := Name(text)
		if name != want || ok != (want != "") {
			t.Errorf("Name(%q) = %q, %t, want %q", text, name, ok, want)
		}
		if ok && Of(name) != text {
			t.Errorf("Of(%q) = %q, want %q", name, Of(name), text)
		}
	}
}

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"Ein ⟦1⟧fetter⟦/1⟧ Satz⟦2⟧.": "⟦1⟧|⟦/1⟧|⟦2⟧",
		"⟦⟦1⟧⟧ ⟦x⟧ ⟦3":               "⟦1⟧",
		"Kein Satz mit [1].":         "",
	} {
		var found []string
		for _, s := range Find(text) {
			found = append(found, s.In(text))
		}
		if got := strings.Join(found, "|"); got != want {
			t.Errorf("Find(%q) = %s, want %s", text, got, want)
		}
	}
}

// FuzzFind compares the functions with a regular expression.
func FuzzFind(f *testing.F) {
	form := regexp.MustCompile(`⟦/?[0-9]{1,7}⟧`)
	for _, s := range []string{"⟦1⟧a⟦/1⟧", "⟦⟦1⟧⟧", "⟦/⟧⟦12345678⟧", "\xe2\x9f⟦1\xe2\x9f\xa7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got, want []int
		for _, s := range Find(text) {
			got = append(got, s.Start, s.End)
		}
		for _, m := range form.FindAllStringIndex(text, -1) {
			want = append(want, m...)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("Find(%q) = %v, want %v", text, got, want)
		}
		if got, want := Remove(text), form.ReplaceAllLiteralString(text, ""); got != want {
			t.Fatalf("Remove(%q) = %q, want %q", text, got, want)
		}
	})
}
