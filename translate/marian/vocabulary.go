package marian

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// renumber makes the tokens those of the model's own vocabulary and, in a model of many target languages, looks for
// the one that names its target.
func (b *Backend) renumber() error {
	f := b.cfg.Files
	entries := strings.Split(strings.TrimSuffix(string(f.Entries), "\n"), "\n")
	var err error
	if b.source, err = b.source.Renumbered(entries); err != nil {
		return fmt.Errorf("%s: %w", f.named("vocabulary"), err)
	}
	if f.TargetEntries != nil {
		entries = strings.Split(strings.TrimSuffix(string(f.TargetEntries), "\n"), "\n")
	}
	if b.target, err = b.target.Renumbered(entries); err != nil {
		return fmt.Errorf("%s: %w", f.named("target vocabulary"), err)
	}
	languages := b.source.Languages()
	if len(languages) == 0 {
		return nil
	}
	for _, name := range languageNames(b.cfg.To) {
		if id, ok := b.source.Language(name); ok {
			b.lead = []int32{id}
			return nil
		}
	}
	const most = 20
	list := strings.Join(languages[:min(most, len(languages))], ", ")
	if len(languages) > most {
		list += fmt.Sprintf(" and %d more", len(languages)-most)
	}
	return fmt.Errorf("the model does not translate into %s; it knows %s", b.cfg.To, list)
}

// languageNames are what OPUS-MT may call a language, the most exact name first: zho_Hant, por_BR or deu, and in older
// models pt_BR or de.
func languageNames(tag language.Tag) []string {
	base, _ := tag.Base()
	script, _ := tag.Script()
	region, _ := tag.Region()
	codes := []string{base.ISO3(), base.String()}
	switch base.String() { // languages of a group that stands for its largest one
	case "zh":
		codes = slices.Insert(codes, 0, "cmn")
	case "no":
		codes = slices.Insert(codes, 0, "nob")
	}
	var names []string
	for _, code := range codes {
		names = append(names, code+"_"+script.String(), code+"_"+region.String(), code)
	}
	return names
}

// leadless takes the columns of b.lead out of the rows of an alignment, which have that width. It works in place.
func (b *Backend) leadless(align []float32, width int) []float32 {
	n := len(b.lead)
	if n == 0 {
		return align
	}
	kept := align[:0]
	for at := 0; at+width <= len(align); at += width {
		kept = append(kept, align[at+n:at+width]...)
	}
	return kept
}
