package review

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/offset"
)

// aGlossary offers every word that stands alone in place of another, and takes it.
type aGlossary struct {
	mu     sync.Mutex
	taken  []string
	looked int // how often terms were looked for
	full   bool
	states int // counts those that the glossary was in
}

func (g *aGlossary) version() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.states
}

// offered has a server offer the terms of g.
func (g *aGlossary) offered(s *Server) {
	s.OfferTerms, s.TakeTerm, s.TermsVersion = g.offer, g.take, g.version
}

func (g *aGlossary) offer(docs iter.Seq[*bitext.Bitext]) ([]TermOffer, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.looked++
	var out []TermOffer
	for b := range docs {
		for i := range b.Pairs {
			p := &b.Pairs[i]
			offer := TermOffer{Source: p.Source, Target: p.Target, Instead: p.Machine, Changes: 2}
			if p.Origin == bitext.Human && !slices.Contains(g.taken, p.Source+"="+p.Target) && !slices.Contains(out, offer) {
				out = append(out, offer)
			}
		}
	}
	return out, nil
}

func (g *aGlossary) take(o TermOffer) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.full {
		return errors.New("no space left")
	}
	g.taken = append(g.taken, o.Source+"="+o.Target)
	g.states++
	return nil
}

func (g *aGlossary) find(source string) []Term {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, t := range g.taken {
		if s, target, _ := strings.Cut(t, "="); s == source {
			return []Term{{Span: offset.Span{Start: 0, End: len(s)}, Targets: []string{target}}}
		}
	}
	return nil
}

// Terms that people changed are offered, one button takes them into the glossary, where the page finds them at once,
// and they are looked for again only when there are other edits.
func TestOfferedTerms(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	g := &aGlossary{taken: []string{"Ein Fehler.=A mistake."}}
	s, _ := served(t, dir, func(s *Server) {
		g.offered(s)
		s.Terms = g.find
	})
	note := func(want string) action {
		return until(`document.getElementById("offered-note").textContent.startsWith("` + want + `")`)
	}
	closed := js(`document.getElementById("offered-dialog").close()`)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector("[data-n='3'] .term")`),
		press("T"), note("No term was changed"), closed, press("jjjjj"), press("e"), until(typing),
		js(`document.activeElement.select()`), press("Aye."), pressCtrl("\r"), until(saved),
		click("#offered"), note("1 term of all documents. What you take into the glossary counts at once"))
	if got := each(t, ctx, "#offered-list p", `e.textContent`); got != "Ja. = Aye.,in 2 sentences, instead of Yes." {
		t.Errorf("offered: %s", got)
	}
	do(t, ctx, closed, press("T"), note("1 term"))
	if g.looked != 2 {
		t.Errorf("terms were looked for %d times, want 2: before the edit and after it", g.looked)
	}
	g.full = true
	do(t, ctx, click("#offered-list button"), note("Not taken: no space left"))
	g.full, g.taken = false, nil // somebody has changed the file meanwhile
	do(t, ctx, js(`const b = document.querySelector("#offered-list button"); b.click(); b.click()`),
		note("The glossary has “Ja.” now. No term"),
		until(`!document.querySelector("#offered-list li")`),
		until(`document.querySelector("[data-n='4'] .source .term")?.textContent === "Ja."`),
		until(`document.querySelector("[data-n='6'] .source .term")?.textContent === "Ja."`),
		until(`!document.querySelector("[data-n='3'] .term")`), note("The glossary has"))
	if got := strings.Join(g.taken, ","); got != "Ja.=Aye." {
		t.Errorf("taken: %s", got)
	}
	for want, set := range map[string]func(*Server){
		"1 term of all documents. This page cannot add to a glossary of this format": func(s *Server) { s.Terms = g.find },
		"1 term of all documents. Started with --glossary FILE":                      func(*Server) {},
	} {
		s, _ := served(t, dir, func(s *Server) {
			s.OfferTerms = (&aGlossary{}).offer
			set(s)
		})
		do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("T"),
			note(want), until(`!document.querySelector("#offered-list button")`))
	}
	trouble.None(t)
}

// A term that one person takes into the glossary reaches the page of another: it is marked, and looked for in what the
// machine and people have written, without anybody's doing.
func TestTermReachesOtherPages(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	g := &aGlossary{}
	missing := func(p *bitext.Pair) (out []bitext.Finding) {
		for _, term := range g.find(p.Source) {
			if p.Target != "" && !strings.Contains(p.Target, term.Targets[0]) {
				out = append(out, bitext.Finding{Check: "glossary", Severity: bitext.Warning, Source: &term.Span,
					Message: "the glossary says " + term.Targets[0]})
			}
		}
		return out
	}
	s, _ := served(t, dir, func(s *Server) {
		g.offered(s)
		s.Terms = g.find
		s.Check = func(_ *bitext.Bitext, p *bitext.Pair) []bitext.Finding { return missing(p) }
		s.CheckTerms = func(b *bitext.Bitext) [][]bitext.Finding {
			out := make([][]bitext.Finding, len(b.Pairs))
			for i := range b.Pairs {
				out[i] = missing(&b.Pairs[i])
			}
			return out
		}
	})
	aye, other := "Aye.", "Yes indeed."
	keys := bitext.Keys(b)
	last := len(keys) - 1 // has the source of the fifth
	if err := s.dir.add("a.txt", 0, just(bitext.Edit{Key: keys[4], Target: &aye, Machine: "Yes."},
		bitext.Edit{Key: keys[0], Target: &other, Machine: "The house is old."})); err != nil {
		t.Fatal(err)
	}
	g.taken = []string{"Ein Fehler.=A mistake."}
	ctx, trouble := browsertest.Open(t)
	tag := func(n int, want string) action {
		return until(fmt.Sprintf(`[...document.querySelectorAll("[data-n='%d'] .tag")].
			some((e) => e.textContent.includes("the glossary says")) === %s`, n, want))
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector("[data-n='3'] .term")`),
		tag(0, "false"), tag(4, "false"), tag(last, "false"),
		act(func() {
			if status, body := ask(t, "POST", s.URL()+"offered-terms", `{"source":"Ja.","target":"Aye."}`); status != 200 {
				t.Errorf("%d %s", status, body)
			}
		}),
		until(fmt.Sprintf(`document.querySelector("[data-n='%d'] .source .term")`, last)), tag(last, "true"), tag(4, "false"),
		set("filter", "check:glossary"), until(`document.querySelectorAll(".pair").length === 2`), // the machine's words
		act(func() {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.taken = append(g.taken, "Das Haus ist alt.=The house is old.", "Ja.=Aye.") // another program
			g.states++
		}),
		set("filter", "all"), tag(0, "true"), tag(last, "true"), set("filter", "check:glossary"),
		act(func() {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.taken = nil
			g.states++
		}),
		until(`document.getElementById("filter").value === "all"`), tag(0, "false"), // the choice is gone
		set("filter", "since"), until(`document.getElementById("since").open`),
		until(`document.getElementById("filter").value === "all"`))
	trouble.None(t)
}

// Of several who take the same term at once, one does.
func TestTakeTermTogether(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	g := &aGlossary{}
	s, _ := served(t, dir, func(s *Server) {
		g.offered(s)
		s.TakeTerm = func(o TermOffer) error {
			time.Sleep(20 * time.Millisecond) // as a disk may
			return g.take(o)
		}
	})
	aye := "Aye."
	if err := s.dir.add("a.txt", 0, just(bitext.Edit{Key: bitext.Keys(b)[4], Target: &aye, Machine: "Yes."})); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	statuses := make([]int, 4)
	for i := range statuses {
		wg.Go(func() {
			statuses[i], _ = ask(t, "POST", s.URL()+"offered-terms", `{"source":"Ja.","target":"Aye."}`)
		})
	}
	wg.Wait()
	slices.Sort(statuses)
	if want := []int{200, 409, 409, 409}; !slices.Equal(statuses, want) || len(g.taken) != 1 {
		t.Errorf("answers %v, want %v; taken: %v", statuses, want, g.taken)
	}
}

// TestTakeTermRefuses: only reviewers add to the glossary, and only what is offered; the log records it.
func TestTakeTermRefuses(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	log, g := &events{}, &aGlossary{}
	s := admitted(t, dir, log)
	g.offered(s)
	aye := "Aye."
	if err := s.dir.add("a.txt", 0, just(bitext.Edit{Key: bitext.Keys(b)[4], Target: &aye, Machine: "Yes."})); err != nil {
		t.Fatal(err)
	}
	const offered, other = `{"source":"Ja.","target":"Aye."}`, `{"source":"Ja.\tx","target":"Aye."}`
	for _, tt := range []struct {
		who, body string
		status    int
	}{
		{"Ria", offered, 403}, {"Tom", offered, 403}, {"Mia", other, 409}, {"Mia", offered, 200}, {"Mia", offered, 409},
	} {
		cookie, _ := s.access.signIn(tt.who, "correct horse")
		status, body := ask(t, "POST", s.URL()+"offered-terms", tt.body, "Cookie", cookieName+"="+cookie)
		if status != tt.status {
			t.Errorf("%s takes %s: %d %s, want %d", tt.who, tt.body, status, body, tt.status)
		}
	}
	if len(g.taken) != 1 || !strings.Contains(log.did(), "Mia took a term into the glossary") {
		t.Errorf("taken: %v, log: %s", g.taken, log.did())
	}
	if status, _ := ask(t, "GET", s.URL()+"offered-terms", ""); status != 401 {
		t.Errorf("without a password: %d", status)
	}
	s.TakeTerm = nil
	cookie, _ := s.access.signIn("Mia", "correct horse")
	if status, _ := ask(t, "POST", s.URL()+"offered-terms", offered, "Cookie", cookieName+"="+cookie); status != 501 {
		t.Errorf("without a glossary: %d", status)
	}
}
