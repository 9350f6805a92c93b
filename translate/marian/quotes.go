package marian

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// Quotations within quotations („Sie rief ‚Hilfe‘“) come out with as many marks of either kind as they went in with.
// The model sees the German marks, which it has read most often; where its translation lacks one, the text is
// translated again around them.
//
// English quotations are written with typewriter marks, which stand at the words that they enclose; German ones with
// „ and “, unless their source has typewriter marks. Models have read all kinds of marks and mix them, also between the
// sentences of one quotation.

// quoteMarks are the marks of which nested quotations have one at least.
const quoteMarks = "„“‚‘’‹›»«"

// A quote is a mark of a quotation that is within another one or has one within it.
type quote struct {
	offset.Span
	inner, opens bool
}

// nestedQuotes returns the marks of a text's nested quotations, in order; nil if there are none or they do not pair up.
func nestedQuotes(text string) []quote {
	type open struct {
		at    int // in marks
		close string
		deep  bool // another one is within
	}
	var marks []quote
	var stack []open
	used := map[int]bool{}
	for i, r := range text {
		n := utf8.RuneLen(r)
		if r == utf8.RuneError {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+n:])
		starts := i == 0 || unicode.IsSpace(before) || strings.ContainsRune("„“\"»«‚‘›‹([–—-", before)
		ends := i+n == len(text) || !inWord(after)
		if top := len(stack) - 1; top >= 0 && strings.ContainsRune(stack[top].close, r) &&
			(ends || r != '\'' && r != '’') && !(starts && i > 0 && unicode.IsSpace(before)) {
			o := stack[top]
			stack = stack[:top]
			marks = append(marks, quote{Span: offset.Span{Start: i, End: i + n}, inner: top > 0})
			if top > 0 {
				stack[top-1].deep = true
			}
			if top > 0 || o.deep {
				used[o.at], used[len(marks)-1] = true, true
			}
			continue
		}
		closes := closers(r)
		if closes == "" || (r == '\'' || r == '‘') && (!starts || ends) {
			continue
		}
		stack = append(stack, open{at: len(marks), close: closes})
		marks = append(marks, quote{Span: offset.Span{Start: i, End: i + n}, inner: len(stack) > 1, opens: true})
	}
	if len(stack) > 0 || len(used) == 0 {
		return nil
	}
	var nested []quote
	for i, m := range marks {
		if used[i] {
			nested = append(nested, m)
		}
	}
	return nested
}

// closers returns the marks that close what a mark opens.
func closers(opener rune) string {
	switch opener {
	case '„':
		return "“\"”"
	case '“':
		return "”"
	case '"':
		return "\""
	case '»':
		return "«"
	case '«':
		return "»"
	case '‚':
		return "‘'’"
	case '‘':
		return "’'"
	case '›':
		return "‹"
	case '‹':
		return "›"
	case '\'':
		return "'"
	}
	return ""
}

// kind numbers the four kinds of quotes: outer and inner ones, each of them opening and closing.
func (q quote) kind() int {
	k := 0
	if q.inner {
		k = 2
	}
	if !q.opens {
		k++
	}
	return k
}

// mark is how a quote is written: in English, or in German.
func (q quote) mark(english bool) string {
	if english {
		return [...]string{`"`, `"`, "'", "'"}[q.kind()]
	}
	return [...]string{"„", "“", "‚", "‘"}[q.kind()]
}

// germanMarks writes the marks of nested quotations the German way.
func germanMarks(text string) []change { return inMarks(text, nestedQuotes(text), false) }

// inMarks writes quotes of a text the English way, or the German one.
func inMarks(text string, quotes []quote, english bool) []change {
	var changes []change
	for _, q := range quotes {
		if m := q.mark(english); m != text[q.Start:q.End] {
			changes = append(changes, change{q.Start, q.End, m})
		}
	}
	return changes
}

// mendMarks writes the marks of nested quotations in a draft the English way, or returns the marks of its source, all
// of them, if the draft does not have as many.
func mendMarks(source string, d *draft, quotes []quote, english bool) []demand {
	count := func(list []quote) (n [4]int) {
		for _, q := range list {
			n[q.kind()]++
		}
		return n
	}
	text := d.text.String()
	found := nestedQuotes(text)
	if count(quotes) == count(found) {
		if english {
			d.change(inMarks(text, found, true))
		}
		return nil
	}
	var list []demand
	for _, q := range quotes {
		text := source[q.Start:q.End]
		if english {
			text = q.mark(true)
		}
		list = append(list, demand{q.Span, text})
	}
	return list
}

// doubleMarks begin and end quotations that are not within others.
const doubleMarks = "\"„“”»«"

// A markPair is how a quotation that is not within another one begins and ends.
type markPair struct{ open, close string }

// typewriter are the marks of English texts, and of German ones whose source has them.
var typewriter = markPair{`"`, `"`}

// germanPair returns the marks of the German translation of a source.
func germanPair(source string) markPair {
	if strings.Contains(source, `"`) {
		return typewriter
	}
	return markPair{"„", "“"}
}

// write makes these marks of the double marks of a translation, and takes out blanks between a mark and the words that
// it encloses. Which marks open a quotation is read from the source if it has as many, else they take turns; where they
// cannot, marks that do not look alike stay. What kept reports for the place of a mark leaves it alone.
func (p markPair) write(source, text string, kept func(at int) bool) []change {
	marks := marksIn(text, kept)
	if lead, trail := frame(text); lead > 0 || trail < len(text) {
		marks = slices.DeleteFunc(marks, func(m offset.Span) bool { return m.Start < lead || m.End > trail }) // arrows
	}
	if len(marks) == 0 {
		return nil
	}
	opens := make([]bool, len(marks))
	known := len(marks)%2 == 0
	for i := range opens {
		opens[i] = i%2 == 0
	}
	if from := marksIn(source, func(int) bool { return false }); len(from) == len(marks) {
		known = true
		for i, m := range from {
			before, _ := utf8.DecodeLastRuneInString(source[:m.Start])
			opens[i] = m.Start == 0 || unicode.IsSpace(before) || strings.ContainsRune("([–—-", before)
		}
	}
	if !known && p.open != p.close {
		return nil
	}
	var changes []change
	for i, m := range marks {
		c := change{m.Start, m.End, p.close}
		switch {
		case !known:
		case opens[i]:
			c.text = p.open
			c.end += len(text[m.End:]) - len(strings.TrimLeft(text[m.End:], " "))
		default:
			c.start = len(strings.TrimRight(text[:m.Start], " "))
		}
		if text[c.start:c.end] != c.text && (len(changes) == 0 || changes[len(changes)-1].end <= c.start) {
			changes = append(changes, c)
		}
	}
	return changes
}

// marksOfKept mends an English translation, whose marks are typewriter marks, around what is kept of its source: where
// marks enclose it there and a mark is missing here, it is put in, and there is no comma between a full stop of what is
// kept and the mark behind it. The links are in the order of the translation.
func marksOfKept(source, text string, links []offset.Link, kept func(at int) bool) []change {
	odd := len(marksIn(text, kept))%2 == 1
	var changes []change
	for _, l := range links {
		from, to := l.Target.Start, l.Target.End
		if from == to || !kept(from) || !kept(to-1) || len(changes) > 0 && from < changes[len(changes)-1].end {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(source[:l.Source.Start])
		after, _ := utf8.DecodeRuneInString(source[l.Source.End:])
		if !strings.ContainsRune(doubleMarks, before) || !strings.ContainsRune(doubleMarks, after) {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(text[:to])
		opened, closed := strings.HasSuffix(text[:from], `"`), strings.HasPrefix(text[to:], `"`)
		switch {
		case strings.HasPrefix(text[to:], `,"`):
			if strings.ContainsRune(".!?…", last) {
				changes = append(changes, change{to, to + 1, ""})
			}
		case odd && opened && !closed:
			changes = append(changes, change{to, to, `"`})
			odd = false
		case odd && closed && !opened:
			changes = append(changes, change{from, from, `"`})
			odd = false
		}
	}
	return changes
}

// marksIn returns where a text has double marks that are not kept as they are.
func marksIn(text string, kept func(at int) bool) []offset.Span {
	if !strings.ContainsAny(text, doubleMarks) {
		return nil
	}
	var list []offset.Span
	for i, r := range text {
		if strings.ContainsRune(doubleMarks, r) && !kept(i) {
			list = append(list, offset.Span{Start: i, End: i + utf8.RuneLen(r)})
		}
	}
	return list
}
