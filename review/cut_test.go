package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// rowsSay waits until the rows show these sources and targets, each pair as "id source = target".
func rowsSay(want ...string) action {
	return until(fmt.Sprintf(`[...document.querySelectorAll(".pair")].map((e) => e.id.slice(1) + " " +
		e.querySelector(".source").textContent + " = " + e.querySelector(".target").textContent).join("\n")
			.startsWith(%q)`, strings.Join(want, "\n")))
}

// told lists the pairs of the document with its edits.
func told(t *testing.T, dir string) string {
	t.Helper()
	b := sample()
	if stale := bitext.Apply(b, editsOf(t, dir, "a.txt")); len(stale) > 0 {
		t.Errorf("stale: %v", stale)
	}
	var out []string
	for i := range b.Pairs {
		p := &b.Pairs[i]
		out = append(out, fmt.Sprintf("%s %s = %s (%s)", p.ID, p.Source, p.Target, p.State))
	}
	return strings.Join(out, "\n")
}

// TestSplitAndMerge: by keys, by mouse and by touch, and back again; after a reload all is as it was left.
func TestSplitAndMerge(t *testing.T) {
	for name, point := range map[string]func(string) action{"keys": nil, "mouse": click, "touch": tap} {
		t.Run(name, func(t *testing.T) {
			ctx, trouble := browsertest.Open(t)
			if name == "touch" {
				do(t, ctx, chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile, chromedp.EmulateTouch))
			}
			dir := folderOf(t, sample())
			s, _ := served(t, dir, nil)
			does := func(key, button string) action {
				if point == nil {
					return press(key)
				}
				return point(button)
			}
			tool := func(n int) string { return fmt.Sprintf(".tools button:nth-child(%d)", n) }
			do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"),
				until(`document.querySelectorAll(".pair").length === 7`),
				press("j"), does("M", tool(3)), until(saved),
				rowsSay("1.1 Das Haus ist alt. 😀 Er zahlte 300 €. = The house is old. 😀 He paid 30 €.", "2.3 "),
				press("e"), until(typing), js(`document.activeElement.select()`), press("All of it."), pressCtrl("\r"),
				until(saved),
				rowsSay("1.1 Das Haus ist alt. 😀 Er zahlte 300 €. = All of it.", "2.3 "))
			want := "1.1 Das Haus ist alt. 😀 Er zahlte 300 €. = All of it. (reviewed)\n2.3 "
			if got := told(t, dir); !strings.HasPrefix(got, want) {
				t.Fatalf("merged: %s\nwant %s", got, want)
			}
			// The paragraph ends behind it.
			do(t, ctx, press("M"), until(`document.getElementById("status").textContent.includes("the paragraph ends")`))

			do(t, ctx, press("jjjj"), until(`document.querySelector(".current").dataset.n === "5"`), does("S", tool(2)),
				until(`document.activeElement.getAttribute("aria-valuetext") === "before sagte"`),
				until(`document.querySelectorAll(".cutter")[1].getAttribute("aria-valuenow") === "2"`))
			if point == nil {
				do(t, ctx, chromedp.KeyEvent("\u0303"),
					until(`document.activeElement.getAttribute("aria-valuenow") === "3"`),
					chromedp.KeyEvent("\u0302"), until(`document.activeElement.getAttribute("aria-valuenow") === "2"`),
					press("\r"))
			} else {
				do(t, ctx, point(".cutter span:nth-child(2)"),
					until(`document.querySelector(".cutter").getAttribute("aria-valuetext") === "before gemacht,"`),
					point(".cutter span:nth-child(3)"), point(".splitting .main"))
			}
			do(t, ctx, until(saved), until(`document.querySelectorAll(".pair").length === 7`),
				press("j"), press("e"), until(typing), js(`document.activeElement.select()`), press("she told us."),
				pressCtrl("\r"),
				until(saved), chromedp.Reload(), until(`document.querySelectorAll(".pair").length === 7`))
			want = "3.6 Gut gemacht, = Well done, (translated)\n3.6.2 sagte sie. = she told us. (reviewed)\n3.7 "
			if got := told(t, dir); !strings.Contains(got, want) {
				t.Errorf("split: %s\nwant %s", got, want)
			}
			shows := each(t, ctx, ".pair", `e.id.slice(1) + " " + e.querySelector(".target").textContent`)
			if !strings.Contains(shows, "3.6 Well done,,3.6.2 she told us.,3.7 Yes.") {
				t.Errorf("after a reload: %s", shows)
			}
			// A part is merged with its neighbour again, which makes the pair whole; undo takes all back, step by step.
			do(t, ctx, press("g"), press("3.6\r"), press("M"), until(saved),
				until(`document.querySelectorAll(".pair").length === 6`))
			want = "3.6 Gut gemacht, sagte sie. = Well done, she told us. (translated)\n3.7"
			if got := told(t, dir); !strings.Contains(got, want) {
				t.Errorf("whole again: %s\nwant %s", got, want)
			}
			for range 5 {
				do(t, ctx, press("u"), until(saved))
			}
			machine := sample()
			do(t, ctx, rowsSay("1.1 Das Haus ist alt. = The house is old.", "1.2 😀 Er zahlte 300 €. = 😀 He paid 30 €."),
				until(`document.querySelectorAll(".pair").length === 7`))
			if got := told(t, dir); strings.Count(got, "(translated)") != len(machine.Pairs)-1 {
				t.Errorf("in the end: %s", got)
			}
			trouble.None(t)
		})
	}
}

// TestCutPage: a page that is a file shows what was cut before it was written, and what is cut in it is saved.
func TestCutPage(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := sample()
	merge := bitext.Edit{Key: bitext.Keys(b)[0], State: bitext.Recut, Takes: 1, Parts: []bitext.Part{
		{Source: b.Pairs[0].Source + " " + b.Pairs[1].Source, Target: "Both.", State: bitext.Reviewed}}}
	said := bitext.Edit{Key: bitext.Keys(b)[1], State: bitext.Commented, Comment: "Which house?", Who: "Mia",
		Time: "2026-01-01T00:00:00Z"}
	bitext.Apply(b, []bitext.Edit{merge, said})
	opened(t, ctx, b)
	do(t, ctx, rowsSay("1.1 Das Haus ist alt. 😀 Er zahlte 300 €. = Both.", "2.3 "),
		until(`document.querySelector("[data-n='0'] .talk")?.textContent.includes("Which house?")`),
		press("j"), press("a"), until(`document.getElementById("save").textContent === "Save edits (1)"`))
	stored := value[string](t, ctx, `localStorage.getItem(Object.keys(localStorage).find((k) =>
		k.startsWith("satzpaar:"+"a".repeat(64)+":")))`)
	edits, err := bitext.ReadEdits(strings.NewReader(strings.Trim(stored, "[]")), "stored")
	if err != nil || len(edits) != 1 || edits[0].State != bitext.Recut || edits[0].Takes != 1 || edits[0].Key != merge.Key {
		t.Fatalf("edits: %+v, %v", edits, err)
	}
	trouble.None(t)
}

// TestMergeClash: who writes in a pair that somebody else merges at the same moment is told, and nothing is lost.
func TestMergeClash(t *testing.T) {
	b := sample()
	keys := bitext.Keys(b)
	d := &documentFile{machine: []*bitext.Bitext{b}, numbers: map[bitext.Key]int{}}
	for i, k := range keys {
		d.numbers[k] = i
	}
	d.order = func() []bitext.Key { return inOrder(d.numbers) }
	text := "x"
	merge := bitext.Edit{Key: keys[0], State: bitext.Recut, Takes: 1,
		Time: "1", Parts: []bitext.Part{{Source: "a", State: bitext.Translated}}}
	write := bitext.Edit{Key: keys[1], Target: &text, Time: "2"}
	other := bitext.Edit{Key: keys[2], Target: &text, Time: "3"}
	said := bitext.Edit{Key: keys[1], State: bitext.Commented, Comment: "x", Time: "4"}
	none := 0
	for name, tt := range map[string]struct {
		have, sent bitext.Edit
		clash      bool
	}{
		"a pair that was taken in":       {merge, write, true},
		"merging what was written in":    {write, merge, true},
		"another pair":                   {merge, other, false},
		"merging beside an edit":         {other, merge, false},
		"a comment on what was taken in": {merge, said, false},
		"writing what was commented on":  {said, write, false},
		"commenting on what was commented": {said, bitext.Edit{Key: keys[1], State: bitext.Commented, Comment: "y",
			Time: "5"}, false},
	} {
		sent := []sentEdit{{Edit: tt.sent, Seen: &none, takesIn: d.takenIn(&tt.sent)}}
		fresh, conflicts := settle([]bitext.Edit{tt.have}, sent, nil, d.takenIn)
		if (len(conflicts) > 0) != tt.clash || len(fresh)+len(conflicts) != 1 {
			t.Errorf("%s: %d conflicts", name, len(conflicts))
		}
	}
}

// TestCutRights: a translator splits, merges and writes parts, and neither approves nor changes what is locked.
func TestCutRights(t *testing.T) {
	part := func(target string, state bitext.State) bitext.Part {
		return bitext.Part{Source: target, Target: target, State: state}
	}
	cut := func(parts ...bitext.Part) bitext.Edit {
		return bitext.Edit{Key: bitext.Key{Source: "ab"}, State: bitext.Recut, Parts: parts, Who: "Tom"}
	}
	tr, re, fi := bitext.Translated, bitext.Reviewed, bitext.Final
	comment := bitext.Edit{State: bitext.Commented, Comment: "x"}
	settled := bitext.Edit{State: bitext.Commented, Resolved: true}
	lockedBehind := bitext.Edit{Key: bitext.Key{Source: "b"}, State: fi}
	for name, tt := range map[string]struct {
		role   Role
		have   []bitext.Edit
		sent   bitext.Edit
		allows bool
	}{
		"splits":              {Translator, nil, cut(part("a", tr), part("b", tr)), true},
		"splits and approves": {Translator, nil, cut(part("a", re), part("b", tr)), false},
		"writes beside what is approved": {Translator, []bitext.Edit{cut(part("a", re), part("b", tr))},
			cut(part("a", re), part("c", tr)), true},
		"changes what is approved": {Translator, []bitext.Edit{cut(part("a", re), part("b", tr))},
			cut(part("c", re), part("b", tr)), false},
		"changes what is locked": {Translator, []bitext.Edit{cut(part("a", fi), part("b", tr))},
			cut(part("c", tr), part("b", tr)), false},
		"takes in what is locked": {Translator, []bitext.Edit{lockedBehind}, cut(part("a", tr)), false},
		"reviewer":                {Reviewer, []bitext.Edit{lockedBehind}, cut(part("a", fi)), true},
		"reader splits":           {Reader, nil, cut(part("a", tr), part("b", tr)), false},
		"reader comments":         {Reader, nil, comment, true},
		"reader settles":          {Reader, nil, settled, false},
		"translator settles":      {Translator, nil, settled, true},
	} {
		p := Person{Name: "Tom", Role: tt.role}
		tt.sent.Time = "later"
		err := p.permitted(tt.have, []sentEdit{{Edit: tt.sent, takesIn: []bitext.Key{{Source: "b"}}}})
		if (err == nil) != tt.allows {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCutBounds: a page cuts no more at once than can be saved; one edit that is refused would hold up all that follow.
func TestCutBounds(t *testing.T) {
	b := story("one", 52)
	var words []string
	for i := range 60 {
		words = append(words, fmt.Sprintf("w%d", i))
	}
	long := b.Pairs[0]
	long.ID, long.Block, long.Source, long.Target = "2.1", 2, strings.Join(words, " "), "Text."
	b.Pairs = append(b.Pairs, long)
	dir := folderOf(t, b)
	keys := bitext.Keys(b)
	const most = 50
	merge := bitext.Edit{Key: keys[0], State: bitext.Recut, Takes: most - 1}
	source := ""
	for i := range most {
		source += b.Pairs[i].Source + " "
	}
	merge.Parts = []bitext.Part{{Source: source, Target: "All.", State: bitext.Translated}}
	split := bitext.Edit{Key: keys[52], State: bitext.Recut}
	for i := range most - 1 {
		split.Parts = append(split.Parts, bitext.Part{Source: words[i], Target: "x", State: bitext.Translated})
	}
	split.Parts = append(split.Parts, bitext.Part{
		Source: strings.Join(words[most-1:], " "), Target: "x y", State: bitext.Translated})
	if err := newFolder(dir).add("a.txt", 0, just(merge, split)); err != nil {
		t.Fatal(err)
	}
	s, _ := served(t, dir, nil)
	ctx, trouble := browsertest.Open(t)
	status := func(want string) action {
		return until(fmt.Sprintf(`document.getElementById("status").textContent === %q`, want))
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelectorAll(".pair").length === 53`),
		press("j"), press("M"), status("No more than 50 pairs can become one."),
		press("g"), press("2.1.50\r"), until(`document.querySelector(".current").id === "p2.1.50"`),
		press("S"), status("A pair can be split into 50 at most."))
	if e := editsOf(t, dir, "a.txt"); len(e) != 2 {
		t.Errorf("%d edits", len(e))
	}
	trouble.None(t)
}

// TestFindCut: the search finds what was split, under its own number, and marks it as such.
func TestFindCut(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	f := newFolder(dir)
	keys := bitext.Keys(b)
	split := bitext.Edit{Key: keys[5], State: bitext.Recut, Parts: []bitext.Part{
		{Source: "Gut gemacht,", Target: "Well done,", State: bitext.Translated}, {Source: "sagte sie.",
			Target: "she said.", State: bitext.Translated}}}
	if err := f.add("a.txt", 0, just(split)); err != nil {
		t.Fatal(err)
	}
	hits, _, err := f.find(t.Context(), "she said", "target")
	if err != nil || len(hits) != 2 || hits[1].ID != "3.6.2" || hits[1].At != 5 || !hits[1].Cut ||
		hits[1].Key != keys[5] || hits[0].Cut {
		t.Errorf("%+v, %v", hits, err)
	}
	if hits, _, _ := f.find(t.Context(), "yes", ""); !slices.ContainsFunc(hits, func(h hit) bool { return h.At == 6 }) {
		t.Errorf("behind it: %+v", hits)
	}
}

// TestSourcePairsSpoilt: a pair claims to be made of none, and another is a part of nothing. What was cut behind
// them stays in its place.
func TestSourcePairsSpoilt(t *testing.T) {
	cut := bitext.Pair{Source: "d", Part: 2}
	b := &bitext.Bitext{Pairs: []bitext.Pair{
		{Source: "a", Was: []bitext.Pair{}}, {Source: "b", Part: 2}, {Source: "c", Was: []bitext.Pair{{Source: "c d"}}}, cut,
	}}
	var got []string
	for _, s := range sourcePairs(b) {
		got = append(got, fmt.Sprint(s.pair.Source, len(s.parts)))
	}
	if want := "a0, b0, c d2"; strings.Join(got, ", ") != want {
		t.Errorf("pairs and their parts: %s, want %s", strings.Join(got, ", "), want)
	}
}
