package review

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/offset"
)

// TestPictures takes pictures of the pages in states that people meet, to be looked at. It runs where SATZPAAR_PICTURES
// is set, to the folder that they go into.
func TestPictures(t *testing.T) {
	into := os.Getenv("SATZPAAR_PICTURES")
	if into == "" {
		t.Skip("SATZPAAR_PICTURES names no folder: the pictures are for people to look at")
	}
	ctx, trouble := browsertest.Open(t)
	terms := func(source string) (out []Term) {
		if i := strings.Index(source, "Haus"); i >= 0 {
			span := offset.Span{Start: i, End: i + len("Haus")}
			out = append(out, Term{Span: span, Targets: []string{"building", "house", "family house"}})
		}
		return out
	}
	page := func(b *bitext.Bitext, set func(*Server)) string {
		s, _ := served(t, folderOf(t, b), set)
		return s.URL() + "document?d=" + b.Document
	}
	list := filepath.Join(t.TempDir(), "index.html")
	f, err := os.Create(list)
	if err != nil {
		t.Fatal(err)
	}
	rows := corpusRows(3000)
	rows[1].Document = "part-01/" + strings.Repeat("a-very-long-name-of-a-document-", 6) + ".txt"
	rows[2].Trouble = "Lines of the bitext could not be read and are left out: a.txt.bitext.jsonl:7: not JSON at column 3"
	if err := WriteIndex(f, rows); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	empty := sample()
	empty.Pairs = nil
	talked := sample()
	talked.Pairs[1].Comments = []bitext.Comment{{Text: "Three hundred, surely?", Who: "Mia", Time: "2026-11-30T09:00:00Z"},
		{Text: strings.Repeat("Yes, and see what the contract says. ", 9), Who: "Ben", Time: "2026-11-30T09:05:00Z"}}
	people := page(sample(), func(s *Server) { s.Name = "Mia" })
	other, stop := chromedp.NewContext(ctx)
	defer stop()
	do(t, other, chromedp.Navigate(people), until(`document.querySelector(".pair")`), press("jj"),
		press("e"), until(typing))
	judged := annotated(t, folderOf(t, story("one", 12)),
		Annotating{Protocol: bitext.MQM, Against: folderOf(t, story("two", 12))}, "Mia")
	shown := until(`document.querySelector(".pair")`)
	states := []struct {
		name  string
		url   string
		steps []action
	}{
		{"index", "file://" + list, []action{until(`document.querySelector("#list tr")`)}},
		{"index-nothing", "file://" + list, []action{set("search", "xyzzy")}},
		{"empty", page(empty, nil), nil},
		{"nothing-found", page(sample(), nil), []action{shown, press("/"), press("xyzzy"),
			until(`document.querySelector("#rows > .none")`)}},
		{"page", page(sample(), nil), []action{shown, press("jj")}},
		{"loading", page(sample(), nil), []action{shown, js(`document.getElementById("rows").innerHTML =
			'<p class="loading ui">Reading the pairs …</p>'`)}},
		{"failed", page(sample(), nil), []action{shown,
			js(`window.fetch = async () => { throw new TypeError("Failed to fetch"); }`), press("ja"),
			until(`!document.getElementById("trouble").hidden`)}},
		{"long", page(longSample(), nil), []action{shown, press("jj")}},
		{"right-to-left", page(arabic(), nil), []action{shown, press("jj")}},
		{"findings", page(flagged(), nil), []action{shown, press("j")}},
		{"glossary", page(sample(), func(s *Server) { s.Terms = terms }), []action{shown,
			until(`document.querySelector(".term")`), press("e"), until(typing)}},
		{"comments", "file://" + opened(t, ctx, talked), []action{shown, press("jj"), press("c"),
			until(typing), press("Settled.")}},
		{"people", people, []action{shown, press("j"), until(`!document.getElementById("people").hidden`)}},
		{"keys", page(sample(), nil), []action{shown, press("?")}},
		{"approve-clean", page(sample(), nil), []action{shown, press("A"),
			until(`document.getElementById("clean-dialog").open`)}},
		{"found", page(sample(), nil), []action{shown, press("F"), press("alt\r"),
			until(`document.querySelector("#find-hits li")`)}},
		{"mqm", judged.URL(), []action{until(`document.getElementById("target")?.textContent`), press(" "), press("\r")}},
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1400, 800, 390} {
			browsertest.Appear(t, ctx, scheme, width)
			for _, s := range states {
				do(t, ctx, append([]action{chromedp.Navigate(s.url)}, s.steps...)...)
				raw, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
				if err != nil {
					t.Fatal(err)
				}
				name := fmt.Sprintf("%s-%d-%s.png", s.name, width, scheme)
				if err := os.WriteFile(filepath.Join(into, name), raw, 0o644); err != nil {
					t.Fatal(err)
				}
				if wide := value[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
					t.Errorf("%s is %d pixels too wide", name, wide)
				}
			}
		}
	}
	trouble.None(t)
}

// longSample has a sentence and a word that are longer than a screen, and a long name.
func longSample() *bitext.Bitext {
	b := sample()
	b.Document = strings.Repeat("Protokoll-der-", 9) + "Sitzung.txt"
	b.Pairs[1].Source = strings.Repeat("Und dann sagte er, dass niemand gekommen sei, ", 40)
	b.Pairs[1].Target = strings.Repeat("And then he said that nobody had come, ", 40)
	b.Pairs[2].Source = strings.Repeat("Donaudampfschifffahrtsgesellschaft", 12)
	b.Pairs[2].Target = strings.Repeat("https://example.org/path", 20)
	b.Pairs[1].Findings, b.Pairs[2].Runs = nil, nil
	return b
}

// arabic is a document that was translated into a language written from right to left.
func arabic() *bitext.Bitext {
	b := sample()
	b.To = "ar"
	for i, text := range []string{"البيت قديم.", "دفع 30 يورو (EUR).", "قالت: no pasarán.", "لا أحد يعرف ذلك."} {
		b.Pairs[i].Target, b.Pairs[i].Links, b.Pairs[i].Findings = text, nil, nil
	}
	b.Pairs[1].Findings = []bitext.Finding{{Check: "numbers", Severity: bitext.Error, Message: `"300" became "30"`,
		Target: span(len("دفع "), len("دفع 30"))}}
	return b
}

// flagged has a pair with a finding of many checks.
func flagged() *bitext.Bitext {
	b := sample()
	p := &b.Pairs[1]
	for i, message := range []string{"the negation \"nicht\" is missing from the translation", "\"Müller\" is missing",
		strings.Repeat("nothing in the source corresponds to this, ", 6),
		"the glossary translates \"Monat\" as \"calendar month\"",
		"the closing mark is missing", "more than one blank", "a no-break space was lost", "the same word twice: \"the\""} {
		severity := []bitext.Severity{bitext.Error, bitext.Warning, bitext.Info}[i%3]
		p.Findings = append(p.Findings, bitext.Finding{Check: "names", Severity: severity, Message: message})
	}
	return b
}
