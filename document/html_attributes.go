package document

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/offset"
)

// An attribute of a tag, with where its value stands in the source. The value is as it stands there.
type attribute struct {
	name, value string
	span        offset.Span
	quote       byte // 0: none
}

// attributes returns the attributes of the tag whose source is at s, by the rules of HTML. Names are in lower case.
func attributes(source string, s offset.Span) []attribute {
	tag := s.In(source)
	tag = strings.TrimSuffix(tag, ">")
	isSpace := func(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
	i := 1
	for i < len(tag) && !isSpace(tag[i]) && tag[i] != '/' {
		i++
	}
	var out []attribute
	for {
		for i < len(tag) && (isSpace(tag[i]) || tag[i] == '/') {
			i++
		}
		if i >= len(tag) {
			return out
		}
		start := i
		for i < len(tag) && !isSpace(tag[i]) && tag[i] != '/' && (tag[i] != '=' || i == start) {
			i++
		}
		a := attribute{name: strings.ToLower(tag[start:i])}
		for i < len(tag) && isSpace(tag[i]) {
			i++
		}
		if i >= len(tag) || tag[i] != '=' {
			out = append(out, a)
			continue
		}
		for i++; i < len(tag) && isSpace(tag[i]); i++ {
		}
		start = i
		if i < len(tag) && (tag[i] == '"' || tag[i] == '\'') {
			a.quote = tag[i]
			start++
			n := strings.IndexByte(tag[start:], a.quote)
			if n < 0 {
				return out
			}
			i = start + n
			a.value = tag[start:i]
			i++
		} else {
			for i < len(tag) && !isSpace(tag[i]) {
				i++
			}
			a.value = tag[start:i]
		}
		a.span = offset.Span{Start: s.Start + start, End: s.Start + start + len(a.value)}
		out = append(out, a)
	}
}

// keepsContent reports whether a forbids translating the content of its element.
func (a attribute) keepsContent() bool {
	switch a.name {
	case "translate":
		return strings.EqualFold(a.value, "no")
	case "class":
		return slices.Contains(strings.Fields(a.value), "notranslate")
	}
	return false
}

// readAttributes are the attributes whose values people read, whatever the element.
var readAttributes = []string{"alt", "title", "placeholder", "aria-label", "aria-description", "aria-placeholder",
	"aria-roledescription", "aria-valuetext"}

// readMetadata are the names and properties of the meta elements whose content people read.
var readMetadata = []string{"description", "og:title", "og:description", "og:image:alt", "twitter:title",
	"twitter:description", "twitter:image:alt", "dc.title", "dc.description", "abstract"}

// attributes adds what people read in the attributes of a tag, and notes where it names the language of its text.
// What is masked is left alone.
func (p *htmlParser) attributes(element string, list []attribute) {
	values := map[string]string{} // of the elements whose attributes depend on one another
	if element == "meta" || element == "input" {
		for _, a := range list {
			if _, ok := values[a.name]; !ok {
				values[a.name] = strings.ToLower(a.value)
			}
		}
	}
	for _, a := range list {
		read := slices.Contains(readAttributes, a.name)
		switch a.name {
		case "lang", "xml:lang":
			if a.value != "" {
				p.languages = append(p.languages, languageMark{a.span, element == "html"})
			}
		case "content":
			name := cmp.Or(values["name"], values["property"])
			read = element == "meta" && slices.Contains(readMetadata, name)
			if element == "meta" && values["http-equiv"] == "content-language" {
				p.languages = append(p.languages, languageMark{a.span, false})
			}
		case "value":
			kind := values["type"]
			read = element == "input" && (kind == "submit" || kind == "button" || kind == "reset")
		case "label":
			read = element == "option" || element == "optgroup" || element == "track" || element == "menuitem"
		case "summary":
			read = element == "table"
		}
		masked := a.value != a.span.In(p.b.source)
		if !read || masked || !strings.ContainsFunc(a.value, unicode.IsLetter) || fileName(a.value) {
			continue
		}
		p.b.value(Label, func(b *builder) { addHTMLText(b, a.span) }, func(text string) string {
			return htmlAttribute(text, a.quote)
		})
	}
}

// htmlAttribute returns text as the value of an attribute between quotes of that kind, or with quotes of its own.
func htmlAttribute(text string, quote byte) string {
	text = htmlEscaper.Replace(strings.Join(strings.Fields(text), " "))
	switch quote {
	case '\'':
		return strings.ReplaceAll(text, "'", "&#39;")
	case '"':
		return strings.ReplaceAll(text, `"`, "&quot;")
	}
	return `"` + strings.ReplaceAll(text, `"`, "&quot;") + `"`
}

// fileName reports whether a value is the name of a file or an address rather than text.
func fileName(s string) bool {
	if strings.ContainsFunc(s, unicode.IsSpace) {
		return false
	}
	dot := strings.LastIndexByte(s, '.')
	return strings.Contains(s, "://") || dot > 0 && len(s)-dot >= 3 && len(s)-dot <= 6
}
