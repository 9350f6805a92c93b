package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// JSON is the format of localisation files in JSON, nested or flat, ARB among them: every string that may be text is
// translated where it stands; keys, numbers, addresses and identifiers stay. Of ICU messages, every branch of a plural
// or select is translated as a whole sentence. Where every entry is an object with its text in "message",
// "defaultMessage" or "string", as in browser extensions, only that is.
var JSON = &Format{
	Name: "json", Exts: []string{".arb"}, Named: []string{".json"},
	Parse: parseJSON, Render: renderJSON,
}

func parseJSON(name string, src []byte, split Splitter) (*Document, error) {
	p := jsonParser{b: builder{source: string(src), split: split, kind: Message}, src: src}
	if strings.HasPrefix(p.b.source, bom) {
		p.at = len(bom)
	}
	if !json.Valid(src[p.at:]) {
		var value json.RawMessage
		err := json.Unmarshal(src[p.at:], &value)
		e := &Error{What: "not JSON", Hint: "repair the file, or name a JSON Lines file .jsonl", Err: err}
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			e.Line = lineAt(src, min(len(src), p.at+int(syntax.Offset)))
		}
		return nil, e
	}
	if strings.HasSuffix(strings.ToLower(name), ".arb") && !bytes.Contains(src, []byte("''")) {
		p.quoting = icuUnquoted
	}
	p.space()
	if src[p.at] == '{' {
		p.only = textMember(src, p.at)
	}
	p.value(0)
	return &Document{Name: name, Format: "json", Source: src, Blocks: p.b.blocks, Notes: p.b.notes}, nil
}

// textMembers are the members that hold the text where every entry of a file is an object.
var textMembers = []string{"message", "defaultMessage", "string"}

// textMember returns the first of textMembers that every member of the object at i has, or "".
func textMember(src []byte, i int) string {
	members, keys := jsonMembers(src, i)
	all := textMembers // that all members so far have
	for _, key := range keys {
		s := members[key]
		if describes(key) {
			continue
		}
		if src[s.Start] != '{' {
			return ""
		}
		inner, _ := jsonMembers(src, s.Start)
		var have []string
		for _, text := range all {
			if m, ok := inner[text]; ok && src[m.Start] == '"' {
				have = append(have, text)
			}
		}
		if len(have) == 0 {
			return ""
		}
		all = have
	}
	return all[0]
}

// describes reports whether a member of that name describes others.
func describes(key string) bool { return strings.HasPrefix(key, "@") || strings.HasPrefix(key, "$") }

type jsonParser struct {
	b       builder
	src     []byte
	at      int
	only    string  // the member of second-level objects that is translated; empty: all
	quoting quoting // of messages
}

// space passes over white space.
func (p *jsonParser) space() { p.at = jsonSpace(p.src, p.at) }

// value reads the value at p.at, which is valid JSON, as [json.Valid] is, to a depth that it bounds.
func (p *jsonParser) value(depth int) {
	switch p.src[p.at] {
	case '{':
		p.members(depth, '}')
	case '[':
		p.members(depth, ']')
	case '"':
		end := jsonEnd(p.src, p.at)
		p.text(offset.Span{Start: p.at + 1, End: end - 1})
		p.at = end
	default:
		p.at = jsonEnd(p.src, p.at)
	}
}

// members reads an object or an array up to its last bracket.
func (p *jsonParser) members(depth int, last byte) {
	p.at++
	for {
		p.space()
		switch p.src[p.at] {
		case last:
			p.at++
			return
		case ',':
			p.at++
			continue
		}
		var key string
		if last == '}' {
			end := jsonEnd(p.src, p.at)
			jsonText(p.src[p.at:end], &key)
			p.at = end
			p.space()
			p.at++ // ":"
			p.space()
		}
		if last == '}' && (describes(key) || p.only != "" && depth == 1 && key != p.only) {
			p.at = jsonEnd(p.src, p.at)
			continue
		}
		p.value(depth + 1)
	}
}

// text makes blocks of what stands between two quotation marks.
func (p *jsonParser) text(s offset.Span) {
	v := decoded{source: p.b.source}
	v.unescaped(s, jsonEscape)
	if isMessage(v.text.String()) {
		p.b.entry(&v, s.Start, messageRules{bar: true, quoting: p.quoting})
	}
}

func jsonEscape(s string) (text string, n int) {
	if text, n := escapedControl(s, "bfnrt"); n > 0 {
		return text, n
	}
	if s[1] == 'u' {
		return unicodeEscape(s)
	}
	return s[1:2], 2
}

func renderJSON(d *Document, target func(block, sentence int) string) ([]byte, error) {
	// A file that escapes what is not ASCII goes on to do so.
	ascii := isASCII(d.Source) && slices.ContainsFunc(d.Blocks, func(b Block) bool { return !isASCII([]byte(b.Text)) })
	out, err := splice(d, target, messageEncoder(d, func(_ *Block, text string, _ bool) string {
		quoted := jsonString(text)
		text = string(quoted[1 : len(quoted)-1])
		if ascii {
			text = escapedAbove(text, 0x7f)
		}
		return text
	}))
	if err == nil && d.To != "" && !bytes.Equal(out, d.Source) {
		if m := arbLocale.FindSubmatchIndex(out); m != nil && string(out[m[2]:m[3]]) == d.From {
			out = slices.Concat(out[:m[2]], []byte(d.To), out[m[3]:])
		}
	}
	return out, err
}

// arbLocale finds the language of an ARB file.
var arbLocale = regexp.MustCompile(`"@@locale"\s*:\s*"([\w-]{2,20})"`)
