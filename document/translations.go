package document

import (
	"fmt"

	"github.com/satzpaar/satzpaar/offset"
)

// A Translation is a block of a file that holds sources and translations, such as PO and XLIFF, as somebody has left
// it.
type Translation struct {
	// Key identifies the text in the file, by what stays when translations change.
	Key       string
	Source    *Block
	Target    string        // with the placeholders of Source
	Sentences []offset.Span // of Target
	// Problem is why Target cannot take the place of a translation of Source; empty where it can.
	Problem string
	// State and Approved are those of the unit of XLIFF, as they are written there.
	State, Approved string
	Fuzzy           bool // the entry of a PO file is marked as one that somebody must look at
}

// HoldsTranslations reports whether a file of that name holds sources and their translations.
func HoldsTranslations(name string) bool { return FormatFor(name).translations != nil }

// Translations reads the translations in a file, in their order; see [HoldsTranslations]. O.Split is for the
// sources, nil for [German], and targetSplit for the translations.
func Translations(name string, raw []byte, o Options, targetSplit Splitter) ([]Translation, error) {
	f := FormatFor(name)
	if f.translations == nil {
		what := "files of the format " + f.Name + " do not hold translations beside their sources"
		return nil, &Error{Name: name, What: what, Hint: "give a PO or XLIFF file"}
	}
	src, _, err := f.decode(raw, o.Encoding)
	if err != nil {
		return nil, named(name, err)
	}
	if o.Split == nil {
		o.Split = German
	}
	list, err := f.translations(name, string(src), o.Split, targetSplit)
	if err != nil {
		return nil, named(name, err)
	}
	return list, nil
}

// translations collects those of a file.
type translations struct {
	target builder
	list   []Translation
}

// add adds the blocks that value appends to the two builders, if it understands both sides and they hold text. Where
// both have as many line breaks, those of the translation part what those of the source part. Quoted signs of ICU that
// the source does not have are text.
func (t *translations) add(source *builder, value func(b *builder, target bool) bool, like Translation) {
	blocks := func(b *builder, target bool) []Block {
		b.blocks, b.parted = nil, nil
		if !value(b, target) {
			b.discard()
			return nil
		}
		b.finish()
		return b.blocks
	}
	source.quoted = map[string]bool{}
	from := blocks(source, false)
	t.target.like, t.target.known = source.parted, source.quoted
	to := blocks(&t.target, true)
	if len(t.target.parted) != len(source.parted) {
		t.target.like = nil
		to = blocks(&t.target, true)
	}
	if len(to) == 0 {
		return
	}
	for i := range from {
		one := like
		one.Source = &from[i]
		if len(to) == len(from) {
			one.Target, one.Problem = withNamesOf(source.source, &from[i], &to[i])
			one.Sentences = to[i].Sentences
			if one.Target != to[i].Text {
				one.Sentences = t.target.split(one.Target)
			}
		} else {
			one.Problem = fmt.Sprintf("it has %d parts where the source has %d", len(to), len(from))
		}
		t.list = append(t.list, one)
	}
}

// withNamesOf returns the text of a block whose placeholders are named as those of another block for the same markup.
func withNamesOf(source string, other, b *Block) (text, problem string) {
	names := map[string][]string{} // by markup, those not taken yet
	for i := range other.Pieces {
		if p := &other.Pieces[i]; p.Placeholder {
			name := p.Text.In(other.Text)
			markup := other.markupSpan(p, placeholderName(name)).In(source)
			names[markup] = append(names[markup], name)
		}
	}
	var out []byte
	for i := range b.Pieces {
		p := &b.Pieces[i]
		part := p.Text.In(b.Text)
		if p.Placeholder {
			markup := b.markupSpan(p, placeholderName(part)).In(source)
			if list := names[markup]; len(list) > 0 {
				part, names[markup] = list[0], list[1:]
			} else if problem == "" {
				problem = fmt.Sprintf("it holds %s, which the source does not have there", markup)
			}
		}
		out = append(out, part...)
	}
	return string(out), problem
}
