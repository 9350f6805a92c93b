package stack

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/address"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// Near returns b with sentences translated once that differ only in some numbers, addresses, handles, or marks at
// their beginning. The differences are replaced by stand-ins, which are the same for all such sentences whatever
// their neighbours, and put back into the translation.
//
// The result is used only if nothing can have been lost or moved: every stand-in comes back exactly once and by
// itself, and verify accepts the translation for the sentence. All other sentences are translated as they are.
// Numbers that depend on their context (single digits, ordinals, times, decimals, grouped digits) are not replaced,
// nor is anything in items with parts to keep, or for backends that use context, for which no two sentences are the
// same work.
//
// Results made in this way have Result.Near set. Near belongs outside [Deduped].
func Near(b translate.Backend, verify func(source, target string) bool) translate.Backend {
	return &near{inner{b}, verify}
}

type near struct {
	inner
	verify func(source, target string) bool
}

func (d *near) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	if d.b.Info().UsesContext {
		return d.ask(ctx, req)
	}
	asked := req
	asked.Items = make([]translate.Item, len(req.Items))
	masks := make([]*mask, len(req.Items))
	for i, it := range req.Items {
		if len(it.Keep) == 0 {
			masks[i] = newMask(it.Text)
		}
		if masks[i] != nil {
			it.Text = masks[i].text
		}
		asked.Items[i] = it
	}
	results, usage, err := d.ask(ctx, asked)
	if err != nil {
		return results, usage, err
	}
	var again []int
	for i, m := range masks {
		if m == nil || results[i].Err != nil && results[i].Err.Kind.Fatal() {
			continue
		}
		r, ok := m.restore(&results[i])
		if ok && d.verify(req.Items[i].Text, r.Text) {
			results[i] = r
		} else {
			again = append(again, i)
		}
	}
	return d.askAgain(ctx, req, again, results, usage)
}

// A mask is a text with stand-ins.
type mask struct {
	source string
	lead   string // signs at the start, with the space after them
	text   string // what is translated in place of source
	parts  []maskPart
}

// A maskPart is what stands at a place of source, and its stand-in at a place of the masked text.
type maskPart struct{ at, end, maskAt, maskEnd int }

func (m *mask) part(k int) string    { return m.source[m.parts[k].at:m.parts[k].end] }
func (m *mask) standIn(k int) string { return m.text[m.parts[k].maskAt:m.parts[k].maskEnd] }

var (
	digits  = regexp.MustCompile(`\d+`)
	leading = regexp.MustCompile(`^[•●▪■◆▶►➤→*+–—-]+ +`)
)

// Stand-ins, in the order of their use. A number of two or three digits and a year each have some of their own kind,
// because kinds are translated differently.
var (
	standYears  = []string{"2013", "2016", "2011", "2018"}
	standTwo    = []string{"34", "57", "46", "68", "73", "95"}
	standThree  = []string{"340", "570", "460", "680", "730", "950"}
	standURL    = "https://example.org/"
	standHandle = "@example"
)

// newMask returns the mask of a text, nil where there is nothing to mask.
func newMask(source string) *mask {
	m := &mask{source: source}
	if n := len(leading.FindString(source)); n > 0 && n < len(source) {
		m.lead = source[:n]
	}
	var text strings.Builder
	var years, twos, threes, others int
	letter := func() string { // no digit, which a translation might put elsewhere
		others++
		return string(rune('a' + (others-1)%26))
	}
	next := func(list []string, n *int) string {
		if *n++; *n > len(list) {
			return ""
		}
		return list[*n-1]
	}
	stands := map[string]bool{} // which of those that were tried stand in the source; the others are used
	at := len(m.lead)
	for _, f := range maskable(source[at:]) {
		start, end := f.Start+len(m.lead), f.End+len(m.lead)
		stand := ""
		switch c := source[start]; {
		case c == '#': // a hashtag may be a word of the sentence
		case c == '@':
			stand = standHandle + letter()
		case digitsOnly(source[start:end]):
			switch kindOfNumber(source, start, end) {
			case 4:
				stand = next(standYears, &years)
			case 3:
				stand = next(standThree, &threes)
			case 2:
				stand = next(standTwo, &twos)
			}
		case strings.Contains(source[start:end], "@"):
			stand = "name" + letter() + "@example.org"
		default:
			stand = standURL + letter()
		}
		if stand == "" {
			continue
		}
		own, tried := stands[stand]
		if !tried {
			own = strings.Contains(source, stand)
			stands[stand] = own
		}
		if own && source[start:end] != stand {
			continue
		}
		if tried && !own { // there are more parts than stand-ins
			return nil
		}
		text.WriteString(source[at:start])
		m.parts = append(m.parts, maskPart{start, end, text.Len(), text.Len() + len(stand)})
		text.WriteString(stand)
		at = end
	}
	if len(m.parts) == 0 && m.lead == "" {
		return nil
	}
	text.WriteString(source[at:])
	if m.text = text.String(); !strings.ContainsFunc(m.text, unicode.IsLetter) {
		return nil
	}
	for k := range m.parts { // each stand-in must be told from everything else
		if once(m.text, m.standIn(k)) < 0 {
			return nil
		}
	}
	return m
}

// maskable returns the addresses, handles and hashtags of a text and the numbers outside of them, in order.
func maskable(text string) []offset.Span {
	var list []offset.Span
	at := 0
	numbers := func(end int) {
		for _, f := range digits.FindAllStringIndex(text[at:end], -1) {
			list = append(list, offset.Span{Start: at + f[0], End: at + f[1]})
		}
	}
	for _, s := range address.Find(text) {
		numbers(s.Start)
		list, at = append(list, s), s.End
	}
	numbers(len(text))
	return list
}

func digitsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func wordBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

func wordAfter(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return i < len(s) && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// kindOfNumber returns 4 for a year, 3 and 2 for numbers of so many digits that stand for nothing but themselves, and
// 0 for others.
func kindOfNumber(s string, start, end int) int {
	n := end - start
	year := n == 4 && (s[start:start+2] == "19" || s[start:start+2] == "20")
	if n != 2 && n != 3 && !year || s[start] == '0' || !alone(s, start, end) {
		return 0
	}
	rest := s[end:]
	if strings.HasPrefix(rest, ".") && end+1 < len(s) { // an ordinal, unless the sentence ends
		return 0
	}
	if next := strings.TrimLeft(rest, " \u00a0"); strings.HasPrefix(next, "Uhr") ||
		strings.HasPrefix(next, "Mal") || strings.HasPrefix(next, "mal") {
		return 0
	}
	return n
}

// alone reports whether s[start:end] is not a part of a longer number or name.
func alone(s string, start, end int) bool {
	if wordBefore(s, start) || wordAfter(s, end) {
		return false
	}
	joins := func(r rune) bool { return strings.ContainsRune(".,:;/-–'’#§$€£+_&\u00a0\u202f", r) }
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, n := utf8.DecodeRuneInString(s[end:])
	if start > 0 && joins(before) && before != '\u00a0' && before != '\u202f' {
		return false
	}
	if start > 0 && (before == '\u00a0' || before == '\u202f' || before == ' ') {
		if r, _ := utf8.DecodeLastRuneInString(s[:start-utf8.RuneLen(before)]); unicode.IsDigit(r) { // digits in groups
			return false
		}
	}
	if end == len(s) {
		return true
	}
	if after == '-' || after == '–' || after == '/' || after == '\'' || after == '’' || after == '&' || after == '_' {
		return false
	}
	following, _ := utf8.DecodeRuneInString(s[end+n:])
	return !unicode.IsDigit(following) || !joins(after) && after != ' '
}

// once returns where part stands in text, by itself and nowhere else; -1 otherwise.
func once(text, part string) int {
	at := strings.Index(text, part)
	if at < 0 || strings.Contains(text[at+1:], part) || wordBefore(text, at) || wordAfter(text, at+len(part)) {
		return -1
	}
	return at
}

// restore puts back into the translation of m.text what m has replaced. It reports false if that is not certain.
func (m *mask) restore(r *translate.Result) (translate.Result, bool) {
	if r.Err != nil {
		return translate.Result{}, false
	}
	order := make([]maskPart, len(m.parts)) // at, end: in r.Text; maskAt: index of the part
	for k := range m.parts {
		at := once(r.Text, m.standIn(k))
		if at < 0 || digitsOnly(m.standIn(k)) && (!alone(r.Text, at, at+len(m.standIn(k))) || article(r.Text[:at])) {
			return translate.Result{}, false
		}
		place := k
		for place > 0 && order[place-1].at > at {
			order[place] = order[place-1]
			place--
		}
		order[place] = maskPart{at: at, end: at + len(m.standIn(k)), maskAt: k}
	}
	out := *r
	out.Near, out.Links = true, nil
	var text strings.Builder
	text.WriteString(m.lead)
	at := 0
	places := make([]maskPart, 0, len(order)) // from r.Text to the text that is returned
	for _, o := range order {
		text.WriteString(r.Text[at:o.at])
		start := text.Len()
		text.WriteString(m.part(o.maskAt))
		places = append(places, maskPart{at: start, end: text.Len(), maskAt: o.at, maskEnd: o.end})
		at = o.end
	}
	text.WriteString(r.Text[at:])
	out.Text = text.String()
	for _, l := range r.Links {
		source, ok := moved(l.Source, m.parts, len(m.lead))
		target, also := moved(l.Target, places, len(m.lead))
		if ok && also {
			out.Links = append(out.Links, offset.Link{Source: source, Target: target})
		}
	}
	return out, true
}

// moved maps a range of a masked text to the text with the parts put back, which begins with lead more bytes. It
// reports false for a range that cuts a stand-in.
func moved(r offset.Span, parts []maskPart, lead int) (offset.Span, bool) {
	shift := lead
	start, end := -1, -1
	for _, p := range parts {
		if start < 0 && r.Start <= p.maskAt {
			start = r.Start + shift
		}
		if end < 0 && r.End <= p.maskAt {
			end = r.End + shift
		}
		if r.Start > p.maskAt && r.Start < p.maskEnd || r.End > p.maskAt && r.End < p.maskEnd {
			return offset.Span{}, false
		}
		shift = p.end - p.maskEnd
	}
	if start < 0 {
		start = r.Start + shift
	}
	if end < 0 {
		end = r.End + shift
	}
	return offset.Span{Start: start, End: end}, true
}

// article reports whether text ends with the English article, whose form depends on how the number after it sounds:
// an 18 % rise, a 34 % rise.
func article(text string) bool {
	text = strings.ToLower(strings.TrimRight(text, " \u00a0"))
	for _, a := range []string{"a", "an"} {
		if rest, ok := strings.CutSuffix(text, a); ok && !wordBefore(rest, len(rest)) {
			return true
		}
	}
	return false
}
