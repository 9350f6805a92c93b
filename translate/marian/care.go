package marian

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// Care is what a text gets beyond what the model does with it. Each kind has a file of its own, with what it promises:
//
//	capitals.go   what is written in capitals is read in its usual case, and is in capitals again
//	clock.go      times of day are right
//	raised.go     fractions, powers and note marks do not run into the digits beside them
//	calendar.go   abbreviated weekdays and months are translated
//	spacing.go    soft hyphens and misplaced blanks are put right for the model
//	spelling.go   umlauts and ß that are written out, or as before 1996, are put right for the model
//	shortened.go  other abbreviations are written out for the model
//	quotes.go     quotations within quotations keep their marks, and marks are written in one way
//	apostrophe.go words that are run together in speech are written out for the model
//	placeholders.go what programs fill in, and tags, stay as they are
//	lists.go      long enumerations are cut at commas, and nothing of them is lost
//	frame.go      bullets, numbering, dashes and ellipses around a text stay, and an end without a full stop gets none
//	single.go     a text of one function word, or of the verb on a button, is translated by a table
//	names.go      a name that the model spells in its own way is copied
//	figures.go    the numbers of a text of figures alone are written the English way, and no long number is lost
//	misread.go    what was read in a wrong encoding is put right for the model
//	headline.go   a headline that came out short is translated as a sentence
//
// All rules go by the text alone, so that equal texts have equal translations. A text without any of these signs
// costs one look at it.

// sides decide which rules hold. Those that write or read words of a language hold for that language only.
type sides struct {
	german, english bool // the source is German, the target is English
	intoGerman      bool
}

func (b *Backend) sides() sides {
	return sides{
		german:     lang.Same(b.cfg.From, language.German),
		english:    lang.Same(b.cfg.To, language.English),
		intoGerman: lang.Same(b.cfg.To, language.German),
	}
}

// signs are the kinds of care that a text may need.
type signs uint16

const (
	signCapitals signs = 1 << iota
	signClock
	signRaised
	signCalendar
	signQuotes
	signList
	signFrame
	signMisread
)

// look finds the signs in a text. It may see one too many, never one too few.
func look(text string) signs {
	var s signs
	commas, typed := 0, 0
	upper := false // the character before is a capital
	for i := 0; i < len(text); i++ {
		was := upper
		upper = false
		switch c := text[i]; {
		case 'A' <= c && c <= 'Z', c == 0xc3 && i+1 < len(text) && text[i+1] < 0x9f && text[i+1] != 0x97: // À to Þ
			if upper = true; was {
				s |= signCapitals
			}
			switch {
			case c == 0xc3:
				if text[i+1] == 0x82 || text[i+1] == 0x83 { // Â, Ã
					s |= signMisread
				}
				i++
			case c == 'U' && (strings.HasPrefix(text[i:], "Uhr") || strings.HasPrefix(text[i:], "UHR")):
				s |= signClock
			case abbreviation(text[i:]) > 0:
				s |= signCalendar
			}
		case c == ',':
			if commas++; commas == fewMembers {
				s |= signList
			}
		case c == '\'':
			s |= signQuotes
		case c == '"':
			if typed++; typed == 4 { // of two quotations one may be within the other
				s |= signQuotes
			}
		case c == 0xc2 && i+1 < len(text), c == 0xe2 && i+2 < len(text):
			r, _ := utf8.DecodeRuneInString(text[i:])
			if plainForm(r) != "" {
				s |= signRaised
			}
			if strings.ContainsRune(quoteMarks, r) {
				s |= signQuotes
			}
		case c == 0xc3 && i+1 < len(text) && text[i+1] == 0xa2: // â
			s |= signMisread
		}
	}
	if !folded(text) { // a tab may stand behind a bullet
		text = fold(identity(text, 0)).text
	}
	if lead, trail := frame(text); lead > 0 || trail < len(text) {
		s |= signFrame
	}
	return s
}

// A demand is a range of an item's text that its translation must show, and what it must show there.
type demand struct {
	offset.Span
	text string
}

// A care is what the rules know of one item.
type care struct {
	sides
	signs
	known *lexica    // nil if there are none
	short *shortHand // nil if there are no abbreviations

	text string // as it was written, where it was misread
	size int    // of the item's text, without white space at its end
	// what was written in capitals and is given to the model in usual case, in bytes of the item's text
	upper  []offset.Span
	clocks []clock
	raised []raised
	quotes []quote
	rounds int            // of demands that were not met
	shown  map[int]string // what replaces the range to keep that starts there, if that is not its own text
}

// care looks at the text of a job. An engine that is compared with another one takes none.
func (b *Backend) care(text string) *care {
	size := len(strings.TrimRightFunc(text, unicode.IsSpace))
	c := &care{
		sides: b.sides(),
		signs: look(text),
		known: b.known,
		short: shortHands.Of(lang.Base(b.cfg.From)),
		text:  text,
		size:  size,
	}
	if c.signs&signMisread != 0 {
		c.text, _ = rewritten(text, nil, misread(text))
		c.signs |= look(c.text)
	}
	if c.signs&signClock != 0 && c.german && c.english {
		c.clocks = clocks(text)
	}
	if c.signs&signMisread != 0 { // a fraction is one half of a letter, and marks are not where they seem to be
		return c
	}
	if c.signs&signRaised != 0 {
		c.raised = findRaised(text)
	}
	if c.signs&signQuotes != 0 {
		c.quotes = nestedQuotes(text)
	}
	return c
}

// rewrite puts a text in the form that the model reads best.
func (c *care) rewrite(e *spm.Encoder, text mapped) mapped {
	if c == nil {
		return text
	}
	if c.signs&signMisread != 0 {
		text = text.with(misread(text.text))
	}
	if c.german { // French puts blanks before marks
		text = text.with(usualSpacing(text.text))
	}
	if c.signs&signCapitals != 0 {
		changes, stretches := usualCase(text.text, e.Score, c.german)
		for _, s := range stretches {
			c.upper = append(c.upper, offset.Span{Start: text.from[s.Start], End: text.from[s.End]})
		}
		text = text.with(changes)
	}
	if c.signs&signClock != 0 && c.german {
		text = text.with(minutesInFront(text.text))
	}
	if len(c.raised) > 0 {
		text = text.with(levelFractions(text.text))
	}
	if c.signs&signCalendar != 0 && c.german {
		text = text.with(spellCalendar(text.text))
	}
	text = text.with(c.short.spell(text.text))
	if c.german {
		text = text.with(usualSpelling(text.text, e.Score))
	}
	if c.signs&signQuotes != 0 && c.german {
		text = text.with(spellApostrophes(text.text))
		if len(c.quotes) > 0 {
			text = text.with(germanMarks(text.text))
		}
	}
	return text
}

// mend corrects a draft where that is possible and returns what it does not show and must.
func (c *care) mend(text string, d *draft) []demand {
	if c == nil || c.rounds == maxRounds {
		return nil
	}
	c.rounds++
	var missing []demand
	if len(c.clocks) > 0 {
		missing = append(missing, mendClocks(text, d, c.clocks)...)
	}
	if len(c.raised) > 0 {
		missing = append(missing, mendRaised(text, d, c.raised)...)
	}
	if len(c.quotes) > 0 {
		missing = append(missing, mendMarks(text, d, c.quotes, c.english)...)
	}
	if c.german && c.english {
		d.change(germanDecimals(text, d.text.String()))
		missing = append(missing, lostFigures(text, d.text.String(), c.clocks)...)
	}
	if c.known != nil {
		missing = append(missing, lostNames(text, d, *c.known)...)
	}
	slices.SortFunc(missing, func(a, b demand) int { return a.Start - b.Start })
	return missing
}

// maxRounds is how often an item is translated again because of what its translation does not show.
const maxRounds = 3

// begin forgets what was found in the text as it was prepared before.
func (c *care) begin() {
	if c != nil {
		c.upper = c.upper[:0]
	}
}

// replace takes note of what takes the place of the stand-ins for what a translation has to show.
func (c *care) replace(marks []mark) {
	if c == nil {
		return
	}
	for i := range marks {
		marks[i].text = c.shown[marks[i].keep.Start]
	}
}

// shows is what a translation shows for a range to keep.
func (c *care) shows(text string, keep offset.Span) string {
	if c != nil {
		if s := c.shown[keep.Start]; s != "" {
			return s
		}
	}
	return text[keep.Start:keep.End]
}

// table returns the segments of a text that no model is needed for; nil for any other. part: the text is a part of
// its item, or has stand-ins.
func (c *care) table(text mapped, part bool) []segment {
	if c == nil || part || !c.german || !c.english {
		return nil
	}
	if c.signs&signCalendar != 0 {
		if changes := calendarOnly(text.text); changes != nil {
			return calendarSegments(text, changes)
		}
	}
	if to := tableWord(text.text); to != "" {
		return []segment{{verbatim: to, start: text.from[0], end: text.from[len(text.text)]}}
	}
	return nil
}

// figures writes a text without letters the way of the target language.
func (c *care) figures(text string) string {
	if c == nil || !c.german || !c.english {
		return text
	}
	return englishFigures(text)
}

// divide cuts a text where the model reads its parts better apart: its frame, a stretch in capitals, the groups of an
// enumeration.
func (c *care) divide(text mapped) []mapped {
	if c == nil || c.signs&(signFrame|signCapitals|signList) == 0 {
		return []mapped{text}
	}
	parts, core := []mapped{text}, 0
	if c.signs&signFrame != 0 {
		parts, core = framed(text)
	}
	inner := parts[core]
	var cuts []int
	if len(c.upper) > 0 {
		cuts = append(cuts, c.borders(inner)...)
	}
	if c.signs&signList != 0 {
		cuts = append(cuts, enumeration(inner.text)...)
	}
	if len(cuts) == 0 {
		return parts
	}
	slices.Sort(cuts)
	var pieces []mapped
	at := 0
	for _, end := range append(cuts, len(inner.text)) {
		if p := inner.slice(at, end); p.text != "" {
			pieces = append(pieces, p)
		}
		at = end
	}
	return slices.Replace(parts, core, core+1, pieces...)
}

// borders returns where what was written in capitals begins and ends, if it is a clause before a colon or three words
// or more: the model reads it apart, so that its capitals come out on its own words.
func (c *care) borders(text mapped) []int {
	var cuts []int
	for _, u := range c.upper {
		start, end := 0, len(text.text)
		for start < end && text.from[start] < u.Start {
			start++
		}
		for end > start && text.from[end] > u.End {
			end--
		}
		stretch := text.text[start:end]
		colon := strings.HasPrefix(text.text[end:], ":")
		if stretch == "" || strings.Count(stretch, " ") < 2 && !(colon && strings.TrimSpace(text.text[:start]) == "") {
			continue
		}
		// Signs go with what they stand at.
		start = strings.LastIndexByte(text.text[:start], ' ') + 1
		if i := strings.IndexByte(text.text[end:], ' '); i >= 0 {
			end += i
		} else {
			end = len(text.text)
		}
		if hasLetter(text.text[:start]) {
			cuts = append(cuts, start)
		}
		if hasLetter(text.text[end:]) {
			cuts = append(cuts, end)
		}
	}
	return cuts
}

// emphasised reports whether a range of a text was written in capitals.
func (c *care) emphasised(text mapped, r offset.Span) bool {
	start, end := text.from[r.Start], text.from[r.End]
	return slices.ContainsFunc(c.upper, func(u offset.Span) bool { return u.Start <= start && end <= u.End })
}

// uneven reports whether a unit is a group of an enumeration whose translation has another number of members.
func (c *care) uneven(u *unit) bool {
	return c != nil && c.signs&signList != 0 && uneven(u.source.text, u.target)
}

// adorn gives the translation of a unit what its source had: its end mark, capitals, and the comma of a list.
func (c *care) adorn(j *job, u *unit, target string) (string, []offset.Link) {
	if c == nil {
		return target, u.links
	}
	target, links := rewritten(target, u.links, ending(u.source.text, target))
	if c.signs&signList != 0 {
		if strings.HasSuffix(u.source.text, ",") {
			target = strings.TrimRight(target, ".,; ") + ","
		}
		if c.known != nil {
			target, links = rewritten(target, links, namesOfList(u.source.text, target, *c.known))
		}
	}
	if len(c.upper) == 0 {
		return target, links
	}
	whole := c.emphasised(u.source, trimmed(u.source.text))
	spared := func(word string) bool {
		return slices.ContainsFunc(j.marks, func(m mark) bool { return strings.Contains(m.name, word) })
	}
	return inCapitals(target, links, whole, func(r offset.Span) bool { return c.emphasised(u.source, r) }, spared)
}

// trimmed is the range from the first to the last letter of a text.
func trimmed(text string) offset.Span {
	start := strings.IndexFunc(text, unicode.IsLetter)
	end := strings.LastIndexFunc(text, unicode.IsLetter)
	if start < 0 {
		return offset.Span{}
	}
	_, n := utf8.DecodeRuneInString(text[end:])
	return offset.Span{Start: start, End: end + n}
}

// round makes both ends of a translation like those of its source. What is kept is not touched.
func (j *job) round(d *draft) {
	if j.care == nil {
		return
	}
	source := j.care.text
	d.change(ending(source, d.text.String()))
	if j.care.signs&signList != 0 && j.care.known != nil { // its groups are too small to show that they are of names
		d.change(namesOfList(source, d.text.String(), *j.care.known))
	}
	if j.care.intoGerman {
		d.change(germanPair(source).write(source, d.text.String(), j.kept(d.links)))
	}
	if !j.care.english {
		return
	}
	if j.care.german && j.care.signs&signCalendar != 0 {
		d.change(englishDates(d.text.String()))
	}
	d.change(typewriter.write(source, d.text.String(), j.kept(d.links)))
	if len(j.keep) > 0 {
		d.change(marksOfKept(j.item.Text, d.text.String(), d.links, j.kept(d.links)))
	}
	for _, c := range j.care.beginning(source, d.text.String()) {
		if !j.kept(d.links)(c.start) {
			d.change([]change{c})
		}
	}
}

// kept returns what reports whether a byte of a translation with these links is of what is kept.
func (j *job) kept(links []offset.Link) func(at int) bool {
	byStart := func(a, b offset.Span) int { return cmp.Compare(a.Start, b.Start) }
	var list []offset.Span
	for _, l := range links {
		if k, ok := slices.BinarySearchFunc(j.keep, l.Source, byStart); ok && j.keep[k] == l.Source {
			list = append(list, l.Target)
		}
	}
	slices.SortFunc(list, byStart)
	for k := range list[min(1, len(list)):] {
		list[k+1].End = max(list[k+1].End, list[k].End) // what begins before a byte and ends last
	}
	return func(at int) bool {
		k := sort.Search(len(list), func(k int) bool { return list[k].Start > at })
		return k > 0 && at < list[k-1].End
	}
}

// missing returns, in order, what a draft does not show and must, and is not kept yet.
func (j *job) missing(source *spm.Processor, d *draft) []offset.Span {
	var list []offset.Span
	if soft := j.untouchable(source); !handedOn(j.item.Text, d.text.String(), soft) {
		list = soft
	}
	var demands []offset.Span
	for _, m := range j.care.mend(j.item.Text, d) {
		overlaps := func(ranges []offset.Span) bool { // they are in order and apart
			k := sort.Search(len(ranges), func(k int) bool { return ranges[k].End > m.Start })
			return k < len(ranges) && ranges[k].Start < m.End
		}
		if overlaps(j.keep) || overlaps(list) || overlaps(demands) {
			continue
		}
		demands = append(demands, m.Span)
		if j.care.shown == nil {
			j.care.shown = map[int]string{}
		}
		j.care.shown[m.Start] = m.text
	}
	return join(list, demands)
}

// headline reports whether a unit is a line that is better translated as a sentence.
func (c *care) headline(e *spm.Encoder, u *unit) bool {
	return c != nil && c.german && c.english && u.source.from[len(u.source.text)] == c.size &&
		headlineFailed(u.source.text, u.target, func(word string) bool { return usuallySmall(e, word) })
}
