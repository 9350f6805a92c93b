package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// SRX holds segmentation rules in the exchange format of that name, version 1.0 or 2.0
// (https://www.gala-global.org/srx-20-april-7-2008).
type SRX struct {
	cascade   bool
	languages map[string][]srxRule
	maps      []srxMap
}

type srxMap struct {
	pattern *regexp.Regexp
	rules   string
}

// An srxRule holds at a position if before matches text that ends there and after matches text that starts there.
type srxRule struct {
	breaks        bool
	find          *regexp.Regexp // before, anywhere
	before, after *regexp.Regexp // at the end and at the start of a text
}

// srxWindow bounds how many bytes before a position a rule can see. Rules look back a word or two.
const srxWindow = 256

// ParseSRX reads rules. Errors name the line. Regular expressions are those of Go with the usual shorthands of ICU;
// what Go lacks, above all lookbehind, is an error that says so.
func ParseSRX(name string, src []byte) (*SRX, error) {
	s := &SRX{cascade: true, languages: map[string][]srxRule{}}
	dec := xml.NewDecoder(bytes.NewReader(src))
	fail := func(what string, err error) error {
		line, _ := dec.InputPos()
		return &Error{Name: name, Line: line, What: what, Err: err, Hint: "see the SRX 2.0 standard"}
	}
	var language, text string
	var rule struct {
		breaks        bool
		before, after string
	}
	root := false
	for {
		t, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fail("reading SRX", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			text = ""
			switch t.Name.Local {
			case "srx":
				root = true
			case "header":
				s.cascade = attr(t, "cascade") != "no"
			case "languagerule":
				language = attr(t, "languagerulename")
				if _, twice := s.languages[language]; twice {
					return nil, fail("language rules "+strconv.Quote(language)+" stand twice", nil)
				}
				s.languages[language] = nil
			case "rule":
				rule.breaks, rule.before, rule.after = attr(t, "break") != "no", "", ""
			case "languagemap":
				p, err := regexp.Compile("^(?:" + goPattern(attr(t, "languagepattern")) + ")$")
				if err != nil {
					return nil, fail("language pattern", err)
				}
				s.maps = append(s.maps, srxMap{p, attr(t, "languagerulename")})
			}
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			switch t.Name.Local {
			case "beforebreak":
				rule.before = text
			case "afterbreak":
				rule.after = text
			case "rule":
				r, err := compileRule(rule.breaks, rule.before, rule.after)
				if err != nil {
					number := strconv.Itoa(len(s.languages[language]) + 1)
					return nil, fail("rule "+number+" of "+strconv.Quote(language), err)
				}
				s.languages[language] = append(s.languages[language], r)
			}
		}
	}
	if !root {
		return nil, &Error{Name: name, Line: 1, What: "not an SRX file: it has no element srx"}
	}
	for _, m := range s.maps {
		if _, ok := s.languages[m.rules]; !ok {
			return nil, &Error{
				Name: name,
				What: fmt.Sprintf("a language map asks for the rules %q, which are not there", m.rules),
			}
		}
	}
	return s, nil
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func compileRule(breaks bool, before, after string) (srxRule, error) {
	r := srxRule{breaks: breaks}
	var errs [3]error
	before, after = goPattern(before), goPattern(after)
	r.find, errs[0] = regexp.Compile(before)
	r.before, errs[1] = regexp.Compile(`(?:` + before + `)\z`)
	r.after, errs[2] = regexp.Compile(`\A(?:` + after + `)`)
	if err := errors.Join(errs[:]...); err != nil {
		return r, fmt.Errorf("a regular expression that Go does not know: %w", errors.Join(errs[0], errs[2]))
	}
	return r, nil
}

// unicodeClasses are the names that Go has for classes of characters, by those of ICU.
var unicodeClasses = map[string]string{
	"{Lower}": "{Ll}", "{Upper}": "{Lu}", "{Alpha}": "{L}", "{Digit}": "{Nd}", "{Punct}": "{P}", "{Ps}": "{Ps}",
	"{Space}": "{Z}", "{IsAlphabetic}": "{L}",
}

// goPattern turns the notation of ICU that differs into that of Go: \uXXXX, and classes that mean all of Unicode.
func goPattern(p string) string {
	var out strings.Builder
	class := false
	for i := 0; i < len(p); i++ {
		c := p[i]
		switch {
		case c == '[' && !class:
			class = true
		case c == ']' && class:
			class = false
		}
		if c != '\\' || i+1 == len(p) {
			out.WriteByte(c)
			continue
		}
		i++
		in := ""
		switch p[i] {
		case 'u':
			if i+4 < len(p) {
				if _, err := strconv.ParseUint(p[i+1:i+5], 16, 32); err == nil {
					out.WriteString(`\x{` + p[i+1:i+5] + `}`)
					i += 4
					continue
				}
			}
		case 's':
			in = `\s\p{Z}`
		case 'h':
			in = `\t\p{Zs}`
		case 'w':
			in = `\p{L}\p{M}\p{N}_`
		case 'p', 'P':
			for name, class := range unicodeClasses {
				if strings.HasPrefix(p[i+1:], name) {
					out.WriteString(`\` + p[i:i+1] + class)
					i += len(name)
					in = "-"
					break
				}
			}
			if in == "-" {
				continue
			}
		}
		switch {
		case in == "":
			out.WriteString(`\` + p[i:i+1])
		case class:
			out.WriteString(in)
		default:
			out.WriteString("[" + in + "]")
		}
	}
	return out.String()
}

// Splitter returns a splitter that follows the rules for a language, given as a BCP 47 tag. With a base, the rules
// come on top of it: where one holds it decides, elsewhere the base does. Without one (nil), text is cut only where a
// rule asks for it.
func (s *SRX) Splitter(lang string, base Splitter) (Splitter, error) {
	var rules []srxRule
	found := false
	for _, m := range s.maps {
		if m.pattern.MatchString(lang) || m.pattern.MatchString(strings.ReplaceAll(lang, "-", "_")) {
			found = true
			rules = append(rules, s.languages[m.rules]...)
			if !s.cascade {
				break
			}
		}
	}
	if !found {
		return nil, &Error{
			What: "the SRX file has no rules for the language " + strconv.Quote(lang),
			Hint: "add a languagemap whose pattern matches it",
		}
	}
	return func(text string) []offset.Span { return splitByRules(text, rules, base) }, nil
}

func splitByRules(text string, rules []srxRule, base Splitter) []offset.Span {
	var ends []int // where the rules may want a cut
	for _, r := range rules {
		if !r.breaks {
			continue
		}
		for _, m := range r.find.FindAllStringIndex(text, -1) {
			ends = append(ends, m[1])
		}
	}
	var cuts []int
	if base != nil {
		spans := base(text)
		for i, s := range spans[:max(0, len(spans)-1)] {
			// A rule may stand for the place before the white space between the sentences or for the one behind it.
			a, aFound := decide(text, s.End, rules)
			b, bFound := decide(text, spans[i+1].Start, rules)
			if (!aFound || a) && (!bFound || b) {
				cuts = append(cuts, s.End)
			}
		}
	}
	slices.Sort(ends)
	for _, p := range slices.Compact(ends) {
		if breaks, found := decide(text, p, rules); found && breaks {
			cuts = append(cuts, p)
		}
	}
	slices.Sort(cuts)
	var out []offset.Span
	start := 0
	for _, p := range append(slices.Compact(cuts), len(text)) {
		if s := trimSpan(text, offset.Span{Start: start, End: p}); s.Len() > 0 {
			out = append(out, s)
		}
		start = p
	}
	return out
}

// decide returns the decision of the first rule that holds at p.
func decide(text string, p int, rules []srxRule) (breaks, found bool) {
	if p <= 0 || p >= len(text) {
		return false, false
	}
	from := max(0, p-srxWindow)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for _, r := range rules {
		if r.after.MatchString(text[p:]) && r.before.MatchString(text[from:p]) {
			return r.breaks, true
		}
	}
	return false, false
}
