package verify_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/translatetest"
	"github.com/satzpaar/satzpaar/translate/verify"
)

func TestMisplaced(t *testing.T) {
	list := make([]string, 40)
	for i := range list {
		list[i] = fmt.Sprintf("a%d b%d c%d d%d e%d f%d .", i, i, i, i, i, i)
	}
	list[29], list[31] = "a29 b29 c29 d29", "a31 b31 c31 d31"
	list[30] += strings.Repeat(" and x", 30) + " ."
	list[7] = list[6] // equal texts cannot change places
	for _, tt := range []struct {
		name  string
		do    func(out []string)
		wrong []int
	}{
		{"right", func([]string) {}, nil},
		{"neighbours", func(out []string) { out[2], out[3] = out[3], out[2] }, []int{2, 3}},
		{"far apart", func(out []string) { out[2], out[12] = out[12], out[2] }, []int{2, 12}},
		{"where two stretches meet", func(out []string) { out[15], out[16] = out[16], out[15] }, []int{15, 16}},
		{"in the last stretch", func(out []string) { out[38], out[39] = out[39], out[38] }, []int{38, 39}},
		{"equal texts", func(out []string) { out[6], out[7] = out[7], out[6] }, nil},
		{"a part moved on", func(out []string) { out[20], out[21] = "a20 b20 c20", "d20 e20 f20 . "+out[21] },
			[]int{20, 21}},
		{"half of a short one in front of a long one",
			func(out []string) { out[29], out[30] = "a29 b29", "c29 d29 "+out[30] }, []int{29, 30}},
		{"half of a short one after a long one",
			func(out []string) { out[30], out[31] = out[30]+" a31 b31", "c31 d31" }, []int{30, 31}},
		{"nothing to judge", func(out []string) { out[3] = "" }, nil},
	} {
		items := make([]translate.Item, len(list))
		for i, text := range list {
			items[i].Text = text
		}
		out := slices.Clone(list)
		tt.do(out)
		var wrong []int
		rules := verify.Rules{Fit: translatetest.SharedWords}
		for i, err := range rules.Misplaced(language.German, language.English, items, out) {
			if err != nil {
				wrong = append(wrong, i)
			}
		}
		if !slices.Equal(wrong, tt.wrong) {
			t.Errorf("%s: %v in doubt, want %v", tt.name, wrong, tt.wrong)
		}
		for i, err := range (verify.Rules{}).Misplaced(language.German, language.English, items, out) {
			if err != nil {
				t.Errorf("%s, without a fit: %d: %v", tt.name, i, err)
			}
		}
	}
}

// TestMisplacedHeadlines: half of a headline in front of another one about the same is told by its small letter; a
// small letter alone says nothing.
func TestMisplacedHeadlines(t *testing.T) {
	items := []translate.Item{{Text: "Parteitag der Tories beginnt"}, {Text: "Scharf bewacht: der Parteitag der Tories beginnt"}}
	rules := verify.Rules{Fit: translatetest.SharedWords}
	for _, tt := range []struct {
		first, second string
		doubted       bool
	}{
		{"Parteitag der Tories beginnt", "Scharf bewacht: der Parteitag der Tories beginnt", false},
		{"Parteitag der Tories beginnt", "scharf bewacht: der Parteitag der Tories beginnt", false},
		{"Parteitag der", "tories beginnt Scharf bewacht: der Parteitag der Tories beginnt", true},
	} {
		for i, err := range rules.Misplaced(language.German, language.English, items, []string{tt.first, tt.second}) {
			if (err != nil) != tt.doubted {
				t.Errorf("%q, %q: %d: %v", tt.first, tt.second, i, err)
			}
		}
	}
}
