// Package review shows bitexts to people: one self-contained page for each document, and one for the whole run. Pages need no network and no other file, and text
// from documents and models reaches them as data only, never as markup or script.
package review

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
)

//go:embed web
var web embed.FS

// assets are the style and script that every page carries inside.
type assets struct {
	Style  template.CSS
	Script template.JS
}

func loadAssets(script string) (assets, error) {
	style, err := web.ReadFile("web/style.css")
	if err != nil {
		return assets{}, err
	}
	code, err := web.ReadFile("web/" + script)
	if err != nil {
		return assets{}, err
	}
	return assets{Style: template.CSS(style), Script: template.JS(code)}, nil
}

// pageData is what the script of a document's page reads. All offsets are in UTF-16 code units, as JavaScript counts. Names are short since a page may hold
// a hundred thousand pairs.
type pageData struct {
	Document string            `json:"document"`
	Record   string            `json:"record,omitempty"`
	From     string            `json:"from"`
	To       string            `json:"to"`
	Names    map[string]string `json:"names"`  // of languages
	Titles   map[string]string `json:"titles"` // of checks
	Origins  []string          `json:"origins"`
	Pairs    []pairData        `json:"pairs"`
}

type pairData struct {
	ID       string        `json:"i"`
	Block    int           `json:"b"`
	Kind     string        `json:"k"`
	Source   string        `json:"s"`
	Target   string        `json:"t"`
	State    bitext.State  `json:"st"`
	Action   bitext.Action `json:"a"`
	Origin   int           `json:"o"` // into Origins, -1 for none
	Machine  string        `json:"m,omitempty"`
	Reason   string        `json:"w,omitempty"`
	Error    string        `json:"e,omitempty"`
	Risk     *float64      `json:"r,omitempty"`
	Score    *float64      `json:"sc,omitempty"`
	Runs     []runData     `json:"u,omitempty"` // foreign ones only
	Links    [][4]int      `json:"l,omitempty"`
	Findings []findingData `json:"f,omitempty"`
	N        int           `json:"n,omitempty"` // of the edit key
}

type runData struct {
	Start int    `json:"s"`
	End   int    `json:"e"`
	Lang  string `json:"l"`
}

type findingData struct {
	Check    string          `json:"c"`
	Severity bitext.Severity `json:"v"`
	Message  string          `json:"m"`
	Source   *[2]int         `json:"s,omitempty"`
	Target   *[2]int         `json:"t,omitempty"`
}

// Write writes the page of one document: both texts side by side, with findings, foreign runs and word links. Edits made in it can be saved as a file, which
// satzpaar review --import takes.
func Write(w io.Writer, b *bitext.Bitext) error { return write(w, b, nil) }

// write writes a page: of a file, or, with l, of a server.
func write(w io.Writer, b *bitext.Bitext, l *live) error {
	data, err := json.Marshal(newPageData(b)) // escapes <, > and &, so that no text can end the script element it stands in
	if err != nil {
		return fmt.Errorf("review page of %s: %w", b.Document, err)
	}
	a, err := loadAssets("page.js")
	if err != nil {
		return err
	}
	served, err := l.data()
	if err != nil {
		return err
	}
	t, err := template.ParseFS(web, "web/page.html")
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		assets
		Document, From, To string
		Data, Live         template.JS
		Served             bool
	}{a, b.Document, b.From, b.To, template.JS(data), served, l != nil})
}

func newPageData(b *bitext.Bitext) *pageData {
	d := &pageData{Document: b.Document, From: b.From, To: b.To, Names: map[string]string{}, Titles: map[string]string{}, Pairs: make([]pairData, len(b.Pairs))}
	for _, c := range check.All {
		d.Titles[c.Name], _, _ = strings.Cut(c.Doc, "\n")
	}
	d.name(b.From)
	d.name(b.To)
	keys := bitext.Keys(b)
	for i := range b.Pairs {
		p := &b.Pairs[i]
		source, target := units(p.Source), units(p.Target)
		out := &d.Pairs[i]
		*out = pairData{ID: p.ID, Block: p.Block, Kind: p.Kind, Source: p.Source, Target: p.Target, State: p.State, Action: p.Action, Origin: -1, Machine: p.Machine,
			Reason: p.Reason, Error: p.Error, Risk: p.Risk, Score: p.Score, N: keys[i].N}
		d.Record = keys[i].Record
		if p.Origin != "" {
			if out.Origin = slices.Index(d.Origins, p.Origin); out.Origin < 0 {
				out.Origin = len(d.Origins)
				d.Origins = append(d.Origins, p.Origin)
			}
		}
		for _, r := range p.Runs {
			if r.Lang != b.From && r.Lang != "und" {
				d.name(r.Lang)
				out.Runs = append(out.Runs, runData{source(r.Start), source(r.End), r.Lang})
			}
		}
		for _, l := range p.Links {
			out.Links = append(out.Links, [4]int{source(l[0]), source(l[1]), target(l[2]), target(l[3])})
		}
		for _, f := range p.Findings {
			g := findingData{Check: f.Check, Severity: f.Severity, Message: f.Message}
			if f.Source != nil {
				g.Source = &[2]int{source(f.Source[0]), source(f.Source[1])}
			}
			if f.Target != nil {
				g.Target = &[2]int{target(f.Target[0]), target(f.Target[1])}
			}
			out.Findings = append(out.Findings, g)
		}
	}
	return d
}

func (d *pageData) name(lang string) {
	if _, ok := d.Names[lang]; ok {
		return
	}
	d.Names[lang] = lang
	if t, err := language.Parse(lang); err == nil {
		d.Names[lang] = display.English.Tags().Name(t)
	}
}

// units returns a function that turns byte offsets into text into UTF-16 code units. Offsets outside the text become its ends: what was written into a bitext
// by hand must not break a page.
func units(text string) func(int) int {
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return func(i int) int { return min(max(i, 0), len(text)) }
	}
	at := make([]int, len(text)+1)
	n := 0
	for i, r := range text {
		size := utf8.RuneLen(r)
		if size < 0 {
			size = 1 // a broken byte; JSON makes it one replacement character
		}
		for k := range size {
			if i+k < len(at) {
				at[i+k] = n
			}
		}
		n += max(1, utf16.RuneLen(r))
	}
	at[len(text)] = n
	return func(i int) int { return at[min(max(i, 0), len(text))] }
}
