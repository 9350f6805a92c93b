package serve

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
)

// A splitting specifies where sentences of a text end.
type splitting int

const (
	byRules  splitting = iota // of the source language; lines and paragraphs end them, too
	byMarks                   // of the source language; line breaks mean nothing
	notAtAll                  // every text is one sentence
)

// An ask is what a request wants translated, in the terms of no interface.
type ask struct {
	engine   *engine
	texts    []string
	from     language.Tag // Und: to be found out for each text
	to       language.Tag
	markup   bool     // the texts are HTML, or XML that is much like it
	markdown bool     // the texts are Markdown
	ignore   []string // elements whose content stays as it is; with markup only
	split    splitting
	rank     int // of the translations that are wanted; less than those of the direction
}

// A reply is the translation of one text.
type reply struct {
	text string
	from language.Tag
	// confidence is how sure it is that the language is from, from 0 to 1; 1 where the caller has specified it.
	confidence float64
	bitext     *bitext.Bitext // nil where the text is in the target language already
}

// translate translates the texts of a request.
func (s *Server) translate(ctx context.Context, a *ask) ([]reply, *problem) {
	out := make([]reply, len(a.texts))
	docs := make([]*document.Document, len(a.texts))
	groups := map[*direction][]int{}
	var order []*direction
	for i, text := range a.texts {
		r := &out[i]
		r.text, r.from, r.confidence = text, a.from, 1
		if a.from == language.Und {
			r.from, r.confidence = a.engine.detect(visible(text, a.markup))
		}
		if lang.Same(r.from, a.to) {
			continue
		}
		d := a.engine.direction(r.from, a.to)
		if d == nil {
			return nil, a.engine.lacks(r.from, a.to)
		}
		doc, err := a.document(d, text)
		if err != nil {
			return nil, s.problemOf(err)
		}
		if docs[i] = doc; groups[d] == nil {
			order = append(order, d)
		}
		groups[d] = append(groups[d], i)
	}
	for _, d := range order {
		group := make([]*document.Document, len(groups[d]))
		for k, i := range groups[d] {
			group[k] = docs[i]
		}
		bs, err := d.gather.translate(ctx, group, a.rank)
		if err != nil {
			return nil, s.problemOf(err)
		}
		for k, i := range groups[d] {
			out[i].bitext = bs[k]
			if p := s.rendered(&out[i], docs[i]); p != nil {
				return nil, p
			}
			if a.markup && len(a.ignore) > 0 {
				out[i].text = strings.ReplaceAll(out[i].text, ignored, "")
			}
		}
	}
	return out, nil
}

// rendered fills in the text of a reply whose bitext is there.
func (s *Server) rendered(r *reply, d *document.Document) *problem {
	if p := s.failed(r.bitext); p != nil {
		return p
	}
	raw, err := pipeline.Render(d, r.bitext)
	if err != nil {
		return s.problemOf(err)
	}
	r.text = string(raw)
	return nil
}

// failed returns what to answer where sentences have no translation; nil if all have.
func (s *Server) failed(b *bitext.Bitext) *problem {
	holes := b.Holes()
	if holes == nil {
		return nil
	}
	s.config.Log(fmt.Errorf("%d of %d sentences were not translated; the first one: %s",
		len(holes), len(b.Pairs), holes[0].Error))
	return wrong(http.StatusBadGateway, "%d of %d sentences could not be translated, the first one is %q",
		len(holes), len(b.Pairs), shorten(holes[0].Source))
}

// document makes the document that a text is translated as. In markup, line breaks mean nothing anyway.
func (a *ask) document(d *direction, text string) (*document.Document, error) {
	split := d.session.Records().Split
	if a.split == notAtAll {
		split = whole
	}
	o := document.Options{Encoding: document.UTF8, Split: split}
	switch {
	case a.markup:
		return document.Parse("text.html", []byte(ignore(text, a.ignore)), o)
	case a.markdown:
		return document.Parse("text.md", []byte(text), o)
	case a.split == byRules:
		return document.Parse("text.txt", []byte(text), o)
	}
	return block(text, split), nil
}

// block returns a plain document of one block.
func block(text string, split document.Splitter) *document.Document {
	d := &document.Document{Name: "text.txt", Format: document.Text.Name, Encoding: document.UTF8, Source: []byte(text)}
	if inner := whole(text); inner != nil {
		t := inner[0].In(text)
		d.Blocks = []document.Block{{
			Kind:      document.Paragraph,
			Text:      t,
			Pieces:    []document.Piece{{Text: offset.Span{End: len(t)}, Source: inner[0]}},
			Sentences: split(t),
		}}
	}
	return d
}

// whole is a [document.Splitter] that takes a text as one sentence.
func whole(text string) []offset.Span {
	start := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	end := len(strings.TrimRightFunc(text, unicode.IsSpace))
	if start >= end {
		return nil
	}
	return []offset.Span{{Start: start, End: end}}
}

// ignored is put into the start tags of elements whose content stays as it is, which [document.HTML] then passes over,
// and taken out of the result. U+FDD0 is a noncharacter, which is replaced in the texts of callers, so that none holds
// it.
const ignored = " \ufdd0 translate=no "

// ignore marks the elements of the given names in a piece of markup.
func ignore(text string, elements []string) string {
	if len(elements) == 0 {
		return text
	}
	text = strings.ReplaceAll(text, "\ufdd0", "\ufffd")
	names := make(map[string]bool, len(elements))
	for _, e := range elements {
		names[e] = true
	}
	return startTag.ReplaceAllStringFunc(text, func(start string) string {
		end := len(start) - 1
		if !names[start[1:end]] {
			return start
		}
		return start[:end] + ignored + start[end:]
	})
}

// startTag is the beginning of a start tag up to the byte that ends its name. Callers choose the names, so they are
// looked up and never made part of an expression, whose size they could blow up.
var startTag = regexp.MustCompile(`<[^\s/<>]+[\s/>]`)

var tags = regexp.MustCompile(`<[^>]*>`)

// visible returns the part of a text from which its language is detected.
func visible(text string, markup bool) string {
	if markup {
		return tags.ReplaceAllString(text, " ")
	}
	return text
}

// detect returns the language of a text, and how sure it is. A text without words is in the usual language.
func (e *engine) detect(text string) (language.Tag, float64) {
	found := e.languages(text)
	if len(found) == 0 {
		return e.directions[0].pair.From, 0
	}
	return found[0].tag, found[0].confidence
}

// A found is a language of a text.
type found struct {
	tag        language.Tag
	letters    int
	confidence float64
}

// languages returns the languages of a text, the one with most letters first.
func (e *engine) languages(text string) []found {
	var out []found
	for _, r := range e.directions[0].session.Detect(text) {
		if r.Lang == language.Und {
			continue
		}
		i := slices.IndexFunc(out, func(f found) bool { return f.tag == r.Lang })
		if i < 0 {
			i = len(out)
			out = append(out, found{tag: r.Lang})
		}
		n := letters(r, text)
		out[i].letters += n
		out[i].confidence += r.Score * float64(n)
	}
	for i := range out {
		out[i].confidence /= float64(max(1, out[i].letters))
	}
	slices.SortStableFunc(out, func(a, b found) int { return b.letters - a.letters })
	return out
}

func letters(r detect.Run, text string) int {
	n := 0
	for _, c := range r.Span.In(text) {
		if unicode.IsLetter(c) {
			n++
		}
	}
	return n
}

// direction returns the direction of an engine from one language to another, of several that of the very scripts; nil
// if it has none.
func (e *engine) direction(from, to language.Tag) *direction {
	wanted := lang.Pair{From: from, To: to}
	var best *direction
	for _, d := range e.directions {
		if d.pair.Same(wanted) && (best == nil || d.pair.Closeness(wanted) > best.pair.Closeness(wanted)) {
			best = d
		}
	}
	return best
}

// lacks returns the problem that an engine does not have a direction; the message names those that it has.
func (e *engine) lacks(from, to language.Tag) *problem {
	var have []string
	for _, d := range e.directions {
		have = append(have, d.pair.Written())
	}
	param := "target_lang"
	if !slices.ContainsFunc(e.directions, func(d *direction) bool { return lang.Same(d.pair.From, from) }) {
		param = "source_lang"
	}
	return invalid(param, "%s to %s is not translated here, only %s", from, to, strings.Join(have, ", "))
}

// direction reads the parameters that name the languages of a request. Where source has the value unknown, its language
// is to be found out. Codes are what the interface calls languages beside their tags.
func (q params) direction(
	source, target, unknown string,
	codes map[string]string,
) (from, to language.Tag, p *problem) {
	name, p := q.text(source)
	if p != nil {
		return from, to, p
	}
	wanted, p := q.needed(target)
	if p != nil {
		return from, to, p
	}
	if to, p = tag(target, wanted, codes); p != nil || name == unknown {
		return language.Und, to, p
	}
	from, p = tag(source, name, codes)
	return from, to, p
}

// tag reads the name of a language that a caller gave.
func tag(param, name string, codes map[string]string) (language.Tag, *problem) {
	t, err := lang.Parse(cmp.Or(codes[name], name))
	if err != nil {
		return t, invalid(param, "%s: %s", param, shorten(err.Error()))
	}
	return t, nil
}
