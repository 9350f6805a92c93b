package document

import (
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
)

// A tagForm specifies how a file writes the language of its text.
type tagForm uint8

const (
	tagPlain    tagForm = iota // as the user does: "en"
	tagRegional                // with a region, which spelling checkers of Office files want: "en-US"
	tagLanguage                // the language alone
	tagCountry                 // the region alone, beside the language
)

// A flowLanguage is where a part names the language of its text.
type flowLanguage struct {
	span offset.Span
	form tagForm
	// of is where the language stands; for the region it is another place.
	of offset.Span
}

// language notes where the source names the language of its text.
func (f *flow) language(span offset.Span, form tagForm) {
	*f.languages = append(*f.languages, flowLanguage{span, form, span})
}

// write returns how a language is written in the place of another one.
func (l flowLanguage) write(to string) string {
	tag, err := language.Parse(to)
	if err != nil || l.form == tagPlain {
		return to
	}
	base, _ := tag.Base()
	region, _ := tag.Region()
	switch l.form {
	case tagLanguage:
		return base.String()
	case tagCountry:
		return region.String()
	}
	return base.String() + "-" + region.String()
}

// languageEdits returns the edits of a source that make a translated file name its language.
func languageEdits(d *Document, source string) []flowEdit {
	if d.To == "" {
		return nil
	}
	var edits []flowEdit
	for _, l := range d.packed.languages {
		if sameLanguage(l.of.In(source), d.From) {
			edits = append(edits, flowEdit{hull: l.span, text: l.write(d.To)})
		}
	}
	return edits
}
