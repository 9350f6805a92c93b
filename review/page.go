// Package review shows bitexts to people: one self-contained page for each document, and one for the whole run. Pages need no network and no other file, and text
// from documents and models reaches them as data only, never as markup or script.
package review

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
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

// assets are the style and script that every page carries inside. Hash names the script in the page's content security policy: no other one runs.
type assets struct {
	Style  template.CSS
	Script template.JS
	Hash   string
}

// The scripts of the pages. The files of a document's page share one scope.
var (
	pageScript  = []string{"edits.js", "rows.js", "page.js"}
	indexScript = []string{"index.js"}
)

func loadAssets(scripts []string) (assets, error) {
	style, err := web.ReadFile("web/style.css")
	if err != nil {
		return assets{}, err
	}
	var all strings.Builder
	all.WriteString("\"use strict\";\n{\n")
	for _, s := range scripts {
		code, err := web.ReadFile("web/" + s)
		if err != nil {
			return assets{}, err
		}
		all.Write(code)
	}
	all.WriteString("}\n")
	sum := sha256.Sum256([]byte(all.String()))
	return assets{template.CSS(style), template.JS(all.String()), "sha256-" + base64.StdEncoding.EncodeToString(sum[:])}, nil
}

// pageData is what the script of a page reads beside its pairs. Names are short since a page may hold a hundred thousand pairs.
type pageData struct {
	Document string                     `json:"document"`
	SHA256   string                     `json:"sha256"`
	From     string                     `json:"from"`
	To       string                     `json:"to"`
	Names    map[string]string          `json:"names"`  // of languages
	Titles   map[string]string          `json:"titles"` // of checks
	Marks    map[bitext.Severity]string `json:"marks"`
	Origins  []string                   `json:"origins"` // without human
}

// A pairData is a pair. All offsets are in UTF-16 code units, as JavaScript counts.
type pairData struct {
	ID       string        `json:"i"`
	Record   string        `json:"d,omitempty"` // as in an edit's key
	Block    int           `json:"b"`
	Kind     string        `json:"k"`
	Source   string        `json:"s"`
	Target   string        `json:"t"`
	State    bitext.State  `json:"st"`
	Action   bitext.Action `json:"a"`
	Machine  *string       `json:"m,omitempty"` // where a person wrote the target
	Reason   string        `json:"w,omitempty"`
	Error    string        `json:"e,omitempty"`
	Risk     *float64      `json:"r,omitempty"`
	Score    *float64      `json:"sc,omitempty"`
	Runs     []runData     `json:"u,omitempty"` // foreign ones only
	Links    string        `json:"l,omitempty"` // see [flatLinks]
	Findings []findingData `json:"f,omitempty"`
	N        int           `json:"n,omitempty"` // of the edit key
	Other    *string       `json:"x,omitempty"` // what another run says
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

// pairsPerPart is how many pairs stand in one element of a page: a browser reads a long page in pieces, and frees each.
const pairsPerPart = 2000

// Write writes the page of a document, or of all records of a file: both texts side by side, with findings, foreign runs and word links. Edits made in it can be
// saved as a file, which satzpaar review --import takes.
func Write(w io.Writer, docs ...*bitext.Bitext) error { return write(w, docs, nil, nil) }

// write writes a page: of a file, or, with l, of a server. Other holds what another run made of the pairs.
func write(w io.Writer, docs []*bitext.Bitext, l *live, other map[bitext.Key]string) error {
	if len(docs) == 0 {
		return errors.New("review page: no document")
	}
	name := docs[0].Document
	if len(docs) > 1 {
		name, _, _ = strings.Cut(name, "#")
	}
	d := &pageData{Document: name, SHA256: docs[0].SHA256, From: docs[0].From, To: docs[0].To, Names: map[string]string{}, Titles: map[string]string{},
		Marks: map[bitext.Severity]string{bitext.Info: mark(bitext.Info), bitext.Warning: mark(bitext.Warning), bitext.Error: mark(bitext.Error)}, Origins: []string{}}
	for _, c := range check.All {
		d.Titles[c.Name], _, _ = strings.Cut(c.Doc, "\n")
	}
	d.name(d.From)
	d.name(d.To)
	var pairs []pairData
	for _, b := range docs {
		pairs = d.pairs(pairs, b, len(docs) > 1, other)
	}
	// JSON escapes <, > and &, so that no text can end the script element it stands in.
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("review page of %s: %w", name, err)
	}
	var parts []template.JS
	for part := range slices.Chunk(pairs, pairsPerPart) {
		raw, err := json.Marshal(part)
		if err != nil {
			return fmt.Errorf("review page of %s: %w", name, err)
		}
		parts = append(parts, template.JS(raw))
	}
	a, err := loadAssets(pageScript)
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
		Document, From, To           string
		Data, Live                   template.JS
		Parts                        []template.JS
		Served, Retranslate, Against bool
	}{a, name, d.From, d.To, template.JS(data), template.JS(served), parts, l != nil, l != nil && l.Retranslate, other != nil})
}

// mark is a sign of a severity, for those who cannot tell its colour.
func mark(s bitext.Severity) string {
	switch s {
	case bitext.Error:
		return "✗ "
	case bitext.Warning:
		return "! "
	}
	return "i "
}

// pairs appends the pairs of b. With records, ids start with the number of the record.
func (d *pageData) pairs(out []pairData, b *bitext.Bitext, records bool, other map[bitext.Key]string) []pairData {
	keys := bitext.Keys(b)
	for i := range b.Pairs {
		p := &b.Pairs[i]
		source, target := units(p.Source), units(p.Target)
		q := pairData{ID: p.ID, Record: keys[i].Record, Block: p.Block, Kind: p.Kind, Source: p.Source, Target: p.Target, State: p.State, Action: p.Action,
			Reason: p.Reason, Error: p.Error, Risk: p.Risk, Score: p.Score, N: keys[i].N}
		if records {
			q.ID = strings.TrimPrefix(keys[i].Record, "#") + ":" + p.ID
		}
		switch {
		case p.Origin == bitext.Human:
			q.Machine = &p.Machine
		case p.Origin != "" && !slices.Contains(d.Origins, p.Origin):
			d.Origins = append(d.Origins, p.Origin)
		}
		if text, ok := other[keys[i]]; ok {
			q.Other = &text
		}
		for _, r := range p.Runs {
			if r.Lang != b.From && r.Lang != "und" {
				d.name(r.Lang)
				q.Runs = append(q.Runs, runData{source(r.Start), source(r.End), r.Lang})
			}
		}
		q.Links = flatLinks(p.Links, source, target)
		for _, f := range p.Findings {
			g := findingData{Check: f.Check, Severity: f.Severity, Message: f.Message}
			if f.Source != nil {
				g.Source = &[2]int{source(f.Source[0]), source(f.Source[1])}
			}
			if f.Target != nil {
				g.Target = &[2]int{target(f.Target[0]), target(f.Target[1])}
			}
			q.Findings = append(q.Findings, g)
		}
		out = append(out, q)
	}
	return out
}

// flatLinks writes links as numbers with blanks between them, which takes a browser a tenth of the memory of lists: for each link how far its source starts after
// that of the last one, its length, and the same for the target.
func flatLinks(links []bitext.Link, source, target func(int) int) string {
	var out []byte
	s, t := 0, 0
	for _, l := range links {
		start, end, tstart, tend := source(l[0]), source(l[1]), target(l[2]), target(l[3])
		for _, n := range [...]int{start - s, end - start, tstart - t, tend - tstart} {
			if len(out) > 0 {
				out = append(out, ' ')
			}
			out = strconv.AppendInt(out, int64(n), 10)
		}
		s, t = start, tstart
	}
	return string(out)
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
