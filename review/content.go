package review

import (
	"errors"
	"html/template"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/satzpaar/satzpaar/bitext"
)

// pageData is what the script of a page reads beside its pairs. Names are short since a page may hold a hundred
// thousand pairs.
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
	Links    string        `json:"l,omitempty"` // see [linkText]
	Findings []findingData `json:"f,omitempty"`
	N        int           `json:"n,omitempty"` // of the edit key
	Other    *string       `json:"x,omitempty"` // what another run made of it
	// Comments and Cut are what edits have made of the pair that are in the bitext already.
	Comments []bitext.Comment `json:"q,omitempty"`
	Cut      *cutData         `json:"cut,omitempty"`
}

// A cutData is how people have cut a pair, with those behind it that it takes in.
type cutData struct {
	Takes  int           `json:"takes"`
	Parts  []bitext.Part `json:"parts"`
	Judged []judgement   `json:"fp"`
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

var errNoDocument = errors.New("review page: no document")

// A content is what a page holds of its document.
type content struct {
	pageData
	parts   []template.JS
	against bool // another run's texts are in it
}

// A sourcePair is a pair on its way into a page.
type sourcePair struct {
	bitext *bitext.Bitext
	pair   *bitext.Pair
	parts  []bitext.Pair // that people have cut from it and those behind it
	record string        // as in the key of its edits, and n too
	n      int
	other  *string // what another run made of it
}

// sourcePairs returns the machine's pairs of b, with what people have cut from them.
func sourcePairs(b *bitext.Bitext) []sourcePair {
	machine, at := bitext.WithoutCuts(b)
	out := make([]sourcePair, len(machine.Pairs))
	for i := range out {
		out[i] = sourcePair{bitext: b, pair: &machine.Pairs[i]}
	}
	first := 0 // of those that stand for the same pair
	for i, n := range at {
		if n != at[first] {
			first = i
		}
		if len(b.Pairs[first].Was) > 0 {
			out[n].parts = b.Pairs[first : i+1]
		}
	}
	return out
}

// newContent prepares the content of a page: of a document, or of all records of a file. Other holds what another run
// made of the pairs; nil for none.
func newContent(docs []*bitext.Bitext, other map[bitext.Key]string) (*content, error) {
	g, err := gatherAll(docs, other, false)
	if err != nil {
		return nil, err
	}
	return g.finish()
}

// gatherAll gathers whole documents.
func gatherAll(docs []*bitext.Bitext, other map[bitext.Key]string, compact bool) (*gathering, error) {
	if len(docs) == 0 {
		return nil, errNoDocument
	}
	g := gather(&docs[0].Header, other, len(docs) > 1, compact)
	for _, b := range docs {
		g.add(b)
		g.end()
	}
	return g, nil
}

// newPairData returns what a page holds of a pair. With records, ids start with the number of the record. Source and
// target are scratch.
func newPairData(s *sourcePair, records bool, source, target *units) pairData {
	p := s.pair
	source.set(p.Source)
	target.set(p.Target)
	q := pairData{
		ID:     p.ID,
		Record: s.record,
		Block:  p.Block,
		Kind:   p.Kind,
		Source: p.Source,
		Target: p.Target,
		State:  p.State,
		Action: p.Action,
		Reason: p.Reason,
		Error:  p.Error,
		Risk:   p.Risk,
		Score:  p.Score,
		N:      s.n,
		Other:  s.other,
	}
	if records {
		q.ID = recordID(s.record, p.ID)
	}
	if p.Origin == bitext.Human {
		q.Machine = &p.Machine
	}
	for _, r := range p.Runs {
		if r.Lang != s.bitext.From && r.Lang != "und" {
			q.Runs = append(q.Runs, runData{source.at(r.Start), source.at(r.End), r.Lang})
		}
	}
	q.Links = linkText(p, p.Links, source, target)
	if len(p.Findings) > 0 {
		q.Findings = newFindings(p.Findings, source, target)
	}
	q.Comments = p.Comments
	if len(s.parts) > 0 {
		q.Comments = s.parts[0].Comments
		q.Cut = newCutData(s.parts, source, target)
	}
	return q
}

func newCutData(parts []bitext.Pair, source, target *units) *cutData {
	c := &cutData{Takes: len(parts[0].Was) - 1}
	for i := range parts {
		p := &parts[i]
		source.set(p.Source)
		target.set(p.Target)
		c.Parts = append(c.Parts, bitext.Part{Source: p.Source, Target: p.Target, State: p.State, Reason: p.Reason})
		c.Judged = append(c.Judged, judgement{newFindings(p.Findings, source, target),
			linkText(p, p.Links, source, target)})
	}
	return c
}

// recordID is what a page with several records calls a pair.
func recordID(record, id string) string { return strings.TrimPrefix(record, "#") + ":" + id }

// newFindings returns findings as a page holds them, never nil.
func newFindings(findings []bitext.Finding, source, target *units) []findingData {
	out := []findingData{}
	for _, f := range findings {
		g := findingData{Check: f.Check, Severity: f.Severity, Message: f.Message}
		if f.Source != nil {
			g.Source = &[2]int{source.at(f.Source.Start), source.at(f.Source.End)}
		}
		if f.Target != nil {
			g.Target = &[2]int{target.at(f.Target.Start), target.at(f.Target.End)}
		}
		out = append(out, g)
	}
	return out
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
