package review

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/offset"
)

// story is a document of n sentences as a system translates it.
func story(system string, n int) *bitext.Bitext {
	b := &bitext.Bitext{Header: bitext.Header{
		Satzpaar: 1, Document: "a.txt", Format: "txt", Encoding: "utf-8", SHA256: strings.Repeat("a", 64), From: "de", To: "en",
	}}
	for i := range n {
		b.Pairs = append(b.Pairs, bitext.Pair{
			ID: fmt.Sprintf("1.%d", i+1), Block: 1, Kind: "paragraph", Lang: "de", Action: bitext.Translate,
			State: bitext.Translated, Origin: system, Source: fmt.Sprintf("😀 Der Mann Nummer %d ging früh nach Hause.", i),
			Target: fmt.Sprintf("😀 The %s man number %d went home early, they said.", system, i),
		})
	}
	return b
}

// annotated starts a server on which people judge.
func annotated(t *testing.T, dir string, o Annotating, who string) *Server {
	t.Helper()
	h := httptest.NewUnstartedServer(nil)
	if o.System == "" {
		o.System, o.Other = "one", "two"
	}
	s, err := NewAnnotator(dir, h.Listener.Addr().String(), "secret", time.Now, o)
	if err != nil {
		t.Fatal(err)
	}
	s.Name = who
	h.Config.Handler = s
	h.Start()
	t.Cleanup(h.Close)
	return s
}

func annotationsOf(t *testing.T, dir string) []bitext.Annotation {
	t.Helper()
	list, err := bitext.ReadAnnotationsFile(filepath.Join(dir, "a.txt"+bitext.AnnotationsSuffix))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Everybody gets every sentence of both systems, and the same damaged ones, in another order.
func TestAssignment(t *testing.T) {
	one, two := story("one", 57), story("two", 57)
	one.Pairs[3].State, one.Pairs[3].Target = bitext.Initial, ""
	one.Pairs[4].Action = bitext.Keep
	dir := folderOf(t, one)
	o := &Annotating{Protocol: bitext.ESA, Against: folderOf(t, two), System: "one", Other: "two", Checks: 10}
	a, err := newAssignment(newFolder(dir), o)
	if err != nil {
		t.Fatal(err)
	}
	count := func(list []*item) (systems map[string]int, planted []string) {
		systems = map[string]int{}
		for _, i := range list {
			if i.planted == nil {
				systems[i.text.system]++
				continue
			}
			planted = append(planted, i.id)
			truth := i.text.segments[i.at].target
			if i.target == truth || i.target[:i.planted.Start] != truth[:i.planted.Start] ||
				!strings.HasSuffix(truth, i.target[i.planted.End:]) {
				t.Errorf("%q with %v is not a damaged version of %q", i.target, *i.planted, truth)
			}
		}
		slices.Sort(planted)
		return systems, planted
	}
	mia, ben := a.of("Mia"), a.of("Ben")
	systems, planted := count(mia)
	if systems["one"] != 55 || systems["two"] != 57 || len(planted) < 6 || len(planted) > 12 {
		t.Errorf("%v, %d planted", systems, len(planted))
	}
	if _, other := count(ben); !slices.Equal(planted, other) {
		t.Error("two people get different damaged sentences")
	}
	if slices.Equal(mia, ben) || !slices.Equal(mia, a.of("Mia")) {
		t.Error("the order is not one for each person")
	}
	if len(a.byID) != len(mia) {
		t.Errorf("%d ids for %d items", len(a.byID), len(mia))
	}
	mixed := 0
	for i := range mia[1:] {
		if mia[i].text.system != mia[i+1].text.system {
			mixed++
		}
	}
	if mixed < 3 {
		t.Errorf("the systems change %d times", mixed)
	}

	// A sample is the same for both systems.
	o.Sample, o.Checks = 15, 0
	if a, err = newAssignment(newFolder(dir), o); err != nil {
		t.Fatal(err)
	}
	at := map[string][]int{}
	for _, i := range a.of("Mia") {
		at[i.text.system] = append(at[i.text.system], i.at)
	}
	slices.Sort(at["one"])
	slices.Sort(at["two"])
	at["two"] = slices.DeleteFunc(at["two"], func(i int) bool { return i == 3 || i == 4 })
	if n := len(at["one"]); n < 15 || n > 20 || !slices.Equal(at["one"], at["two"]) {
		t.Errorf("sampled %v", at)
	}
}

func TestPlantedDamage(t *testing.T) {
	for _, c := range []struct{ text, from, want, planted string }{
		{"He went home early in May.", "All cats are grey at night.", "He went are grey in May.", "are grey"},
		{"Too short.", "All cats are grey at night.", "", ""},
		{"He went home early in May.", "Cats.", "", ""},
		{"He went home early.", "He went home early.", "", ""},
		{strings.Repeat("他早早回家", 6), strings.Repeat("猫在夜里", 10), strings.Repeat("他早早回家", 2) + "里猫在夜里猫在夜里猫" +
			strings.Repeat("他早早回家", 2), "里猫在夜里猫在夜里猫"},
	} {
		got, span, ok := damage(c.text, c.from)
		if ok != (c.want != "") || got != c.want || ok && span.In(got) != c.planted {
			t.Errorf("%q from %q: %q, %v, %v", c.text, c.from, got, span, ok)
		}
	}
}

// ask sends a request to a server, with a body if there is one, and returns status and answer.
func askServer(t *testing.T, s *Server, what string, body any) (int, map[string]any) {
	t.Helper()
	method, sent := http.MethodGet, &bytes.Buffer{}
	if body != nil {
		method = http.MethodPost
		if err := json.NewEncoder(sent).Encode(body); err != nil {
			t.Fatal(err)
		}
	}
	r, err := http.NewRequest(method, s.URL()+what, sent)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if json.Unmarshal(raw, &out) != nil {
		out = map[string]any{"text": string(raw)}
	}
	return answer.StatusCode, out
}

// Marks are kept in bytes, an annotation that is sent twice is kept once, and one that was made without knowing of a
// later one is not kept.
func TestAnnotateRequests(t *testing.T) {
	dir := folderOf(t, story("one", 3))
	s := annotated(t, dir, Annotating{Protocol: bitext.MQM}, "Mia")
	a, err := newAssignment(newFolder(dir), &Annotating{System: "one"})
	if err != nil {
		t.Fatal(err)
	}
	id := a.passages[0].items[0].id
	say := func(was, category string, mark map[string]any) (int, map[string]any) {
		mark["severity"], mark["category"] = "major", category
		return askServer(t, s, "annotation", map[string]any{"id": id, "was": was, "done": true, "marks": []any{mark}})
	}
	target := func() map[string]any { return map[string]any{"target": []int{3, 6}} } // after 😀, which is two units
	status, answer := say("", "Fluency/Grammar", target())
	if status != http.StatusOK {
		t.Fatal(status, answer)
	}
	if status, again := say("", "Fluency/Grammar", target()); status != http.StatusOK || again["time"] != answer["time"] {
		t.Errorf("sent again: %d, %v", status, again)
	}
	if status, other := say("", "Fluency/Spelling", target()); status != http.StatusConflict ||
		other["time"] != answer["time"] || !strings.Contains(fmt.Sprint(other["marks"]), "Grammar") {
		t.Errorf("without knowing: %d, %v", status, other)
	}
	list := annotationsOf(t, dir)
	if len(list) != 1 || list[0].Who != "Mia" || list[0].Marks[0].Target.In(list[0].Target) != "The" {
		t.Errorf("kept: %+v", list)
	}
	was, _ := answer["time"].(string)
	if status, _ := say(was, "Accuracy/Omission", map[string]any{"source": []int{3, 6}}); status != http.StatusOK {
		t.Error("knowing: ", status)
	}
	for name, mark := range map[string]map[string]any{
		"outside":        {"target": []int{3, 600}},
		"in a character": {"target": []int{1, 6}},
		"both":           {"target": []int{3, 6}, "source": []int{3, 6}},
		"whole":          {},
	} {
		if status, answer := say(was, "Fluency/Grammar", mark); status != http.StatusBadRequest {
			t.Errorf("%s: %d, %v", name, status, answer)
		}
	}
	if status, _ := askServer(t, s, "item?id=none", nil); status != http.StatusNotFound {
		t.Errorf("an unknown item: %d", status)
	}
	if list = annotationsOf(t, dir); len(list) != 2 || list[1].Marks[0].Source.In(list[1].Source) != "Der" {
		t.Errorf("kept: %+v", list)
	}
	status, shown := askServer(t, s, "item?id="+id, nil)
	if said := fmt.Sprint(shown["said"]); status != http.StatusOK || !strings.Contains(said, "source:[3 6]") {
		t.Errorf("shown again: %d, %s", status, said)
	}
}

// Marks take time in proportion to their number and to the text.
func TestMarksGrowth(t *testing.T) {
	growthtest.Linear(t, "marks", 10_000, func(n int) func() {
		text := strings.Repeat("ä", n)
		marks := make([]markData, n)
		for i := range marks {
			marks[i].Target = &offset.Span{Start: n - 1, End: n}
		}
		return func() {
			if got := marksOf(marks, text, text)[n-1].Target; *got != (offset.Span{Start: 2*n - 2, End: 2 * n}) {
				t.Fatal(got)
			}
		}
	})
}

// The page gets nothing that tells whose a translation is, and which one is damaged.
func TestBlind(t *testing.T) {
	s := annotated(t, folderOf(t, story("x", 12)), Annotating{Protocol: bitext.ESA, Against: folderOf(t, story("y", 12)),
		System: "Alpha", Other: "Beta", Checks: 3}, "Mia")
	r, err := http.Get(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	_, data, _ := strings.Cut(string(raw), `id="task">`)
	var task struct{ Items []map[string]any }
	if err := json.NewDecoder(strings.NewReader(data)).Decode(&task); err != nil || len(task.Items) < 26 {
		t.Fatalf("%d items, %v", len(task.Items), err)
	}
	all := string(raw)
	for _, i := range task.Items {
		_, shown := askServer(t, s, "item?id="+i["id"].(string), nil)
		one, err := json.Marshal(shown)
		if err != nil {
			t.Fatal(err)
		}
		all += string(one)
	}
	for _, word := range []string{"Alpha", "Beta", "planted", `"origin"`} {
		if strings.Contains(all, word) {
			t.Errorf("%q is told", word)
		}
	}
}

// word finds the nth word of source or target.
func word(side string, n int) string { return fmt.Sprintf("#%s-%d", side, n) }

// drag presses the mouse in the middle of an element, and releases it in the middle of another.
func drag(from, to string) action {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		for _, step := range []struct {
			kind     input.DispatchMouseEventType
			selector string
		}{
			{input.DispatchMouseEventTypeMouseMoved, from}, {input.DispatchMouseEventTypeMousePressed, from},
			{input.DispatchMouseEventTypeMouseMoved, to}, {input.DispatchMouseEventTypeMouseReleased, to},
		} {
			at, err := chromedp.Evaluate[[]float64](fmt.Sprintf(
				`(() => { const r = document.querySelector(%q).getBoundingClientRect();
					return [r.x + r.width / 2, r.y + r.height / 2] })()`, step.selector))(ctx, tab)
			if err != nil {
				return err
			}
			e := input.DispatchMouseEventParams{
				Type: step.kind, X: at[0], Y: at[1], Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1,
			}
			if _, err := cdp.Call(ctx, tab, input.DispatchMouseEvent, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// chosen sets the select of that label.
func chosen(label, value string) action {
	return js(fmt.Sprintf(`const s = document.querySelector(%q); s.value = %q; s.onchange()`,
		"select[aria-label='"+label+"']", value))
}

// TestAnnotate judges by mouse, touch and keys, goes back, takes back, and comes back after a reload.
func TestAnnotate(t *testing.T) {
	ready := until(`document.body.dataset.item`)
	stored := until(`!document.body.classList.contains("unsaved")`)
	marks := func(n int) action {
		return until(fmt.Sprintf(`document.querySelectorAll("#marks li").length === %d`, n))
	}
	place := func(text string) action {
		return until(fmt.Sprintf(`document.getElementById("place").textContent === %q`, text))
	}
	errors := func(list []bitext.Annotation) string {
		var said []string
		for _, a := range bitext.Standing(list) {
			one := ""
			for _, m := range a.Marks {
				text := "whole"
				if m.Source != nil {
					text = "source " + m.Source.In(a.Source)
				} else if m.Target != nil {
					text = m.Target.In(a.Target)
				}
				one += fmt.Sprintf("[%s|%s|%s]", text, m.Category, m.Severity)
			}
			if a.Score != nil {
				one += fmt.Sprint(*a.Score)
			}
			said = append(said, one)
		}
		slices.Sort(said)
		return strings.Join(said, "; ")
	}
	for name, point := range map[string]func(string) action{"mouse": click, "touch": tap} {
		t.Run(name, func(t *testing.T) {
			ctx, trouble := browsertest.Open(t)
			if name == "touch" {
				do(t, ctx, chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile, chromedp.EmulateTouch))
			}
			dir := folderOf(t, story("one", 2))
			s := annotated(t, dir, Annotating{Protocol: bitext.MQM}, "Mia")
			do(t, ctx, chromedp.Navigate(s.URL()), ready, place("1 of 2 · 0 done"),
				// From the second to the fourth word, 😀 being the first.
				point(word("target", 1)), point(word("target", 3)), point("#palette .major"), marks(1),
				point("#next"), until(`document.getElementById("status").textContent === "Say what kind of error it is."`),
				chosen("Kind of error 1", "Style/Awkward"), chosen("Severity of error 1", "minor"),
				point(word("source", 1)), point("#palette .critical"), marks(2),
				point("#undo"), marks(1), point(word("source", 2)), point("#palette .minor"), marks(2), stored,
				point("#next"), place("2 of 2 · 1 done"), point("#whole"), marks(1), point("#marks button"), marks(0),
				point("#next"), place("2 of 2 · 2 done"), until(`!document.getElementById("end").hidden`), stored,
				point("#back"), place("1 of 2 · 2 done"), marks(2), chromedp.Reload(), ready, place("1 of 2 · 2 done"),
				marks(2))
			want := "; [The one man|Style/Awkward|minor][source Mann|Accuracy/Omission|minor]"
			if got := errors(annotationsOf(t, dir)); got != want {
				t.Errorf("said %s, want %s", got, want)
			}
			trouble.None(t)
		})
	}
	t.Run("keys", func(t *testing.T) {
		ctx, trouble := browsertest.Open(t)
		dir := folderOf(t, story("one", 2))
		s := annotated(t, dir, Annotating{Protocol: bitext.ESA}, "Mia")
		right := chromedp.KeyEvent("\u0303")
		shiftRight := chromedp.KeyEvent("\u0303", chromedp.KeyModifiers(chromedp.ModifierShift))
		do(t, ctx, chromedp.Navigate(s.URL()), ready, right, right, shiftRight, press("2"), marks(1),
			// Another press at what is marked is no second error.
			press("1"), until(`document.querySelector("#marks select").value === "minor"`), marks(1), press("2"),
			until(`document.querySelector("#marks select").value === "major"`), marks(1), press("n"),
			until(`document.getElementById("status").textContent === "Give a score first."`),
			until(`document.activeElement.id === "slider"`), right, right,
			until(`document.getElementById("number").value === "52"`), press("n"), place("2 of 2 · 1 done"),
			click("#number"), press("80"), until(`document.getElementById("slider").value === "80"`),
			press("\r"), place("2 of 2 · 2 done"), stored, press("\t"), press("p"), place("1 of 2 · 2 done"), press("u"),
			until(`document.getElementById("slider").value === "51"`), press("s"), right, press("n"),
			place("2 of 2 · 2 done"), stored)
		if got, want := errors(annotationsOf(t, dir)), "80; [one man||major]52"; got != want {
			t.Errorf("said %s, want %s", got, want)
		}
		trouble.None(t)
	})
	t.Run("drawing", func(t *testing.T) {
		ctx, trouble := browsertest.Open(t)
		dir := folderOf(t, story("one", 1))
		s := annotated(t, dir, Annotating{Protocol: bitext.ESA}, "Mia")
		do(t, ctx, chromedp.Navigate(s.URL()), ready, drag(word("target", 1), word("target", 4)), press("2"), marks(1),
			drag(word("target", 6), word("target", 5)), click("#palette .minor"), marks(2),
			drag("#slider", "#number"), until(`document.getElementById("number").value === "100"`),
			click("#undo"), until(`document.getElementById("number").value === ""`), marks(2), click("#slider"),
			until(`document.getElementById("number").value === "50"`), click("#next"), place("1 of 1 · 1 done"), stored)
		if got, want := errors(annotationsOf(t, dir)), "[The one man number||major][0 went||minor]50"; got != want {
			t.Errorf("said %s, want %s", got, want)
		}
		trouble.None(t)
	})
	t.Run("two windows", func(t *testing.T) {
		dir := folderOf(t, story("one", 1))
		s := annotated(t, dir, Annotating{Protocol: bitext.MQM}, "Mia")
		ctx, trouble := browsertest.Open(t)
		other, stop := chromedp.NewContext(ctx)
		defer stop()
		for _, window := range []context.Context{ctx, other} {
			do(t, window, chromedp.Navigate(s.URL()), ready)
		}
		do(t, ctx, click("#whole"), marks(1), stored)
		do(t, other, click(word("target", 1)), click("#palette .minor"),
			until(`document.getElementById("trouble").textContent.startsWith("You have judged this in another window")`),
			marks(1), until(`document.querySelector("#marks li").textContent.includes("Not a translation")`),
			click("#next"), place("1 of 1 · 1 done"), stored)
		// Whether the item is done is what was kept too, not what this window made of it.
		do(t, ctx, click("#marks button"), until(`!document.getElementById("trouble").hidden`), marks(1),
			place("1 of 1 · 1 done"))
		if list := annotationsOf(t, dir); len(list) != 2 {
			t.Errorf("kept: %+v", list)
		}
		trouble.None(t)
	})
	t.Run("lost answers", func(t *testing.T) {
		dir := folderOf(t, story("one", 1))
		s := annotated(t, dir, Annotating{Protocol: bitext.MQM}, "Mia")
		ctx, trouble := browsertest.Open(t)
		do(t, ctx, chromedp.Navigate(s.URL()), ready,
			js(`window.fetching = fetch; window.fetch = async (...a) => { await fetching(...a); throw new Error("lost") }`),
			click("#whole"), until(`document.getElementById("trouble").textContent.includes("could not be saved (lost)")`),
			js(`window.fetch = fetching`), stored, until(`document.getElementById("trouble").hidden`))
		if list := annotationsOf(t, dir); len(list) != 1 {
			t.Errorf("kept: %+v", list)
		}
		trouble.None(t)
	})
}

// TestAnnotateAccessible lets axe-core look at the page in its states.
func TestAnnotateAccessible(t *testing.T) {
	axe := browsertest.OpenAxe(t)
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, story("one", 12))
	for _, protocol := range bitext.Protocols {
		s := annotated(t, dir, Annotating{Protocol: protocol}, "Mia")
		for scheme, width := range map[string]int64{"light": 1300, "dark": 390} {
			browsertest.Appear(t, ctx, scheme, width)
			for state, steps := range map[string][]action{
				"fresh":    nil,
				"selected": {click(word("target", 2)), click(word("target", 4))},
				"marked":   {click(word("target", 2)), press("1"), click(word("source", 3)), press("2")},
				"help":     {click("#help-open")},
			} {
				do(t, ctx, append([]action{chromedp.Navigate(s.URL()), until(`document.body.dataset.item`)}, steps...)...)
				for _, f := range axe.Violations(t, ctx) {
					t.Errorf("%s, %s, %d pixels, %s: %s", protocol, scheme, width, state, f)
				}
			}
		}
	}
	trouble.None(t)
}
