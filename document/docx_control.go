package document

import (
	"slices"

	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// control reads a content control, which has properties before its runs. What asks a reader to fill it in is a text of
// its own, and the control stands for itself in the sentence around it.
func (w *docxWalker) control(p *docxParagraph, t xmltoken.Token) error {
	source := w.f.b.source
	name := rawName(t.Span.In(source))
	outer := p.wrap
	prompts := false
	var own *wrap
	end, err := w.children(func(c xmltoken.Token) error {
		switch {
		case c.Name == "w:sdtPr":
			var err error
			prompts, err = w.controlProperties(c)
			return err
		case c.Name != "w:sdtContent" || c.Kind != xmltoken.Start:
			_, err := w.skip(c)
			return err
		case prompts:
			return w.inner(func() error {
				prompt := &docxParagraph{kind: p.kind}
				_, err := w.children(func(t xmltoken.Token) error { return w.inline(prompt, t) })
				w.f.finish(prompt.kind)
				return err
			})
		}
		start := offset.Span{Start: t.Span.Start, End: c.Span.End}
		own = w.f.openWrap(outer, start, "</"+rawName(c.Span.In(source))+"></"+name+">", true)
		p.wrap = own
		_, err := w.children(func(t xmltoken.Token) error { return w.inline(p, t) })
		p.wrap = outer
		return err
	})
	whole := offset.Span{Start: t.Span.Start, End: end.Span.End}
	switch {
	case own != nil:
		w.f.closeWrap(own, end.Span)
	case prompts:
		w.f.single(itemMark, whole, spot{wrap: outer})
	default:
		w.f.single(itemStow, whole, spot{wrap: outer})
	}
	return err
}

// controlProperties reads those of a content control: what its list offers. It reports whether the control shows no
// more than what asks a reader to fill it in.
func (w *docxWalker) controlProperties(t xmltoken.Token) (prompts bool, err error) {
	if t.Kind != xmltoken.Start {
		return false, nil
	}
	var property func(c xmltoken.Token) error
	property = func(c xmltoken.Token) error {
		switch c.Name {
		case "w:showingPlcHdr":
			prompts = !slices.Contains([]string{"0", "false", "off"}, w.s.Value("val"))
		case "w:listItem":
			if v, ok := w.s.Attr("displayText"); ok {
				w.f.attribute(Label, v)
			}
		case "w:dropDownList", "w:comboBox":
			if c.Kind == xmltoken.Start {
				_, err := w.children(property)
				return err
			}
		}
		_, err := w.skip(c)
		return err
	}
	_, err = w.children(property)
	return prompts, err
}
