// Package glossary reads glossaries and finds the terms that occur in a text.
package glossary

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// A Glossary finds the terms that occur in a text. It is immutable and safe for concurrent use.
type Glossary struct {
	terms []translate.Term // without doubles, in the order of the file
	at    map[string]int   // places in terms, by source
	index *term.Index      // of their sources
}

// New returns a glossary of terms. Later terms with the same source replace earlier ones; terms with an empty side
// are left out.
func New(terms []translate.Term) *Glossary {
	g := &Glossary{at: map[string]int{}}
	for _, t := range terms {
		t.Source, t.Target = strings.TrimSpace(t.Source), strings.TrimSpace(t.Target)
		if t.Source == "" || t.Target == "" {
			continue
		}
		if i, ok := g.at[t.Source]; ok {
			g.terms[i] = t
			continue
		}
		g.at[t.Source] = len(g.terms)
		g.terms = append(g.terms, t)
	}
	sources := make([]string, len(g.terms))
	for i, t := range g.terms {
		sources[i] = t.Source
	}
	g.index = term.NewIndex(sources)
	return g
}

// Terms returns all terms. The caller must not change them.
func (g *Glossary) Terms() []translate.Term { return g.terms }

// In returns the terms that occur in any of the texts (see [translate.Term.In]), in the order of the glossary.
func (g *Glossary) In(texts ...string) []translate.Term {
	if g == nil || len(g.terms) == 0 {
		return nil
	}
	var found []int
	for _, text := range texts {
		for _, m := range g.index.Find(text) {
			found = append(found, m.Term)
		}
	}
	if len(found) == 0 {
		return nil
	}
	slices.Sort(found)
	found = slices.Compact(found)
	out := make([]translate.Term, len(found))
	for k, i := range found {
		out[k] = g.terms[i]
	}
	return out
}

// A Place is where a term stands in a text.
type Place struct {
	Span offset.Span
	Term translate.Term
}

// Places returns where terms stand in a text, in the order of the text.
func (g *Glossary) Places(text string) []Place {
	var out []Place
	for _, m := range g.index.Find(text) {
		out = append(out, Place{offset.Span{Start: m.Start, End: m.End}, g.terms[m.Term]})
	}
	return out
}

// Has reports whether the glossary has a translation of a term, preferred or not.
func (g *Glossary) Has(source, target string) bool {
	i, ok := g.at[source]
	return ok && slices.Contains(g.terms[i].Targets(), target)
}

// Read reads a glossary: TBX if the content starts with an XML tag, else TSV. name is used in errors only.
func Read(name string, r io.Reader, from, to language.Tag) (*Glossary, error) {
	br := bufio.NewReader(r)
	start, err := br.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("glossary: reading %s: %w", name, err)
	}
	var terms []translate.Term
	if isTBX(start) {
		terms, err = readTBX(name, br, from, to)
	} else {
		terms, err = readTSV(name, br)
	}
	if err != nil {
		return nil, err
	}
	return New(terms), nil
}

// isTBX reports whether [Read] takes a file that begins like this for TBX.
func isTBX(start []byte) bool {
	start = bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(start, []byte("<"))
}

// readTSV reads lines "source TAB target"; more columns are notes. Empty lines and lines that start with # are skipped.
func readTSV(name string, r io.Reader) ([]translate.Term, error) {
	var terms []translate.Term
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !utf8.ValidString(line) {
			return nil, fmt.Errorf("glossary: %s:%d: not UTF-8; save the file as UTF-8", name, n)
		}
		cols := strings.Split(line, "\t")
		if len(cols) < 2 || strings.TrimSpace(cols[0]) == "" || strings.TrimSpace(cols[1]) == "" {
			return nil, fmt.Errorf("glossary: %s:%d: want a source term, a tab, and a target term", name, n)
		}
		terms = append(terms, translate.Term{Source: cols[0], Target: cols[1]})
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("glossary: reading %s: %w", name, err)
	}
	return terms, nil
}

// readTBX reads TermBase eXchange (ISO 30042, both the langSet/tig and the langSec/termSec names): all source terms
// of an entry, with the first target term.
func readTBX(name string, r io.Reader, from, to language.Tag) ([]translate.Term, error) {
	dec := xml.NewDecoder(r)
	dec.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("encoding %s; save the file as UTF-8", charset)
	}
	var (
		terms         []translate.Term
		side          string
		source, goals []string
		text          *strings.Builder
	)
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return terms, nil
		}
		if err != nil {
			line, _ := dec.InputPos()
			return nil, fmt.Errorf("glossary: %s:%d: %w", name, line, err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "termEntry", "conceptEntry":
				source, goals = nil, nil
			case "langSet", "langSec":
				side = ""
				for _, a := range t.Attr {
					if a.Name.Local == "lang" {
						side = sideOf(a.Value, from, to)
					}
				}
			case "term":
				text = &strings.Builder{}
			}
		case xml.CharData:
			if text != nil {
				text.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "term":
				if text != nil {
					s := space.Fold(text.String())
					switch side {
					case "source":
						source = append(source, s)
					case "target":
						goals = append(goals, s)
					}
					text = nil
				}
			case "termEntry", "conceptEntry":
				if len(goals) > 0 {
					for _, s := range source {
						terms = append(terms, translate.Term{Source: s, Target: goals[0]})
					}
				}
			}
		}
	}
}

// sideOf returns the side of a term on which a language stands: "source", "target", or "" for neither.
func sideOf(name string, from, to language.Tag) string {
	tag, err := lang.Parse(name)
	switch {
	case err != nil:
	case lang.Same(tag, from):
		return "source"
	case lang.Same(tag, to):
		return "target"
	}
	return ""
}
