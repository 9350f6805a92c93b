package document

import (
	"bytes"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// JSONLines is the container of files with one JSON object a line.
var JSONLines = &Container{Name: "jsonl", Exts: []string{".jsonl", ".ndjson"}, Open: openJSONLines}

func openJSONLines(name string, r io.Reader, o RecordOptions) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		rr, err := newRecordReader(name, r, &o)
		if err != nil {
			yield(nil, err)
			return
		}
		for {
			long := rr.long
			rec, done, err := rr.next(nil)
			if rec == nil {
				return
			}
			if err == nil && !long {
				err = jsonRecord(rr, rec, &o)
			}
			if !yield(rec, err) || done {
				return
			}
		}
	}
}

// jsonRecord finds the field of a record and makes its document.
func jsonRecord(rr *recordReader, rec *Record, o *RecordOptions) error {
	fail := func(what, hint string) error { return &Error{Name: rr.name, Line: rec.Line, What: what, Hint: hint} }
	line := rec.Raw
	start := 0
	if rec.Line == 1 && bytes.HasPrefix(line, []byte(bom)) {
		start = len(bom)
	}
	body := line[start:]
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if !json.Valid(body) {
		var object json.RawMessage
		err := json.Unmarshal(body, &object) // its error has the offset
		return &Error{
			Name: rr.name,
			Line: rec.Line,
			What: "not JSON",
			Hint: "a JSON Lines file holds one object a line",
			Err:  err,
		}
	}
	at := start + len(body) - len(bytes.TrimLeft(body, " \t\r\n"))
	if line[at] != '{' {
		return fail("not a JSON object", "a JSON Lines file holds one object a line")
	}
	fields, err := o.jsonFields(line, at)
	switch {
	case err != nil:
		return fail(err.What, err.Hint)
	case len(fields) == 0:
		return nil
	}
	texts := make([]string, len(fields))
	for i, f := range fields {
		if !jsonText(line[f.value.Start:f.value.End], &texts[i]) {
			return fail("the field to translate is not a string", "name another field to translate")
		}
	}
	if err := o.read(rr, rec, texts); err != nil {
		return err
	}
	rec.with = func(translations []string) []byte {
		var patches []linePatch
		for i, f := range fields {
			switch text := jsonString(translations[i]); {
			case o.Target == "" && translations[i] == texts[i]:
			case o.Target == "":
				patches = append(patches, linePatch{f.value, text})
			case f.target != offset.Span{}:
				patches = append(patches, linePatch{f.target, text})
			default:
				member := slices.Concat([]byte{','}, jsonString(o.target(f.key)), []byte{':'}, text)
				patches = append(patches, linePatch{offset.Span{Start: f.value.End, End: f.value.End}, member})
			}
		}
		return patchedLine(line, patches)
	}
	return nil
}

// A jsonField is a string to be translated.
type jsonField struct {
	key    string      // in the object around it; empty for an element of a list
	value  offset.Span // in the line
	target offset.Span // of the value that takes the translation; empty if there is none yet
}

// A linePatch is what stands in the place of a span of a line.
type linePatch struct {
	span offset.Span
	with []byte
}

// patchedLine returns a copy of line with patches made, those inside others aside; line itself if there are none.
func patchedLine(line []byte, patches []linePatch) []byte {
	if len(patches) == 0 {
		return line
	}
	slices.SortStableFunc(patches, func(a, b linePatch) int { return a.span.Start - b.span.Start })
	var out []byte
	done := 0
	for _, p := range patches {
		if p.span.Start < done {
			continue
		}
		out = append(append(out, line[done:p.span.Start]...), p.with...)
		done = p.span.End
	}
	return append(out, line[done:]...)
}

// jsonFields returns what is to be translated in the object at i, in the order of the line: nothing without an error
// where the lists that hold it are empty.
func (o *RecordOptions) jsonFields(line []byte, i int) ([]jsonField, *Error) {
	if o.Field == "" {
		return o.usualField(line, i)
	}
	var found []jsonField
	var first *Error
	for _, name := range o.fields() {
		object := jsonField{value: offset.Span{Start: i, End: jsonEnd(line, i)}}
		fields, err := o.jsonPath(line, object, strings.Split(name, "."), 0)
		if err != nil && first == nil {
			first = err
		}
		found = append(found, fields...)
	}
	if len(found) == 0 {
		return nil, first
	}
	slices.SortFunc(found, func(a, b jsonField) int { return a.value.Start - b.value.Start })
	found = slices.CompactFunc(found, func(a, b jsonField) bool { return a.value == b.value })
	return found, o.room(found)
}

// usualField returns the first of the usual fields that holds text; nothing without an error where none does and one is
// null.
func (o *RecordOptions) usualField(line []byte, i int) ([]jsonField, *Error) {
	members, keys := jsonMembers(line, i)
	null := false
	for _, f := range usualFields {
		value, ok := members[f]
		if !ok {
			continue
		}
		found, err := o.jsonPath(line, jsonField{f, value, members[o.target(f)]}, nil, 0)
		if len(found) > 0 {
			return found, o.room(found)
		}
		null = null || err == nil
	}
	if null {
		return nil, nil
	}
	return nil, &Error{
		What: "none of the usual fields " + strings.Join(usualFields, ", ") + " in the record; it has " +
			strings.Join(keys, ", ") + ": name what to translate with --field",
	}
}

// room returns an error if translations are to stand beside the fields, and the elements of a list are among these.
func (o *RecordOptions) room(fields []jsonField) *Error {
	if o.Target == "" || !slices.ContainsFunc(fields, func(f jsonField) bool { return f.key == "" }) {
		return nil
	}
	return &Error{
		What: "the elements of a list have no room for a translation beside them",
		Hint: "leave out --into",
	}
}

// jsonPath returns the strings that path[depth:] leads to from a value: none from null. Of the elements behind a star,
// those that do not fit are passed over, unless none does.
func (o *RecordOptions) jsonPath(line []byte, at jsonField, path []string, depth int) ([]jsonField, *Error) {
	i := at.value.Start
	if depth == len(path) {
		switch line[i] {
		case '"':
			return []jsonField{at}, nil
		case '[':
			var out []jsonField
			for _, element := range jsonElements(line, i) {
				if line[element.Start] == '"' {
					out = append(out, jsonField{value: element})
				}
			}
			if len(out) > 0 {
				return out, nil
			}
		case 'n':
			return nil, nil
		}
		return nil, &Error{What: "the field to translate is not a string", Hint: "name another field to translate"}
	}
	key := path[depth]
	var inside []jsonField
	switch line[i] {
	case '{':
		members, keys := jsonMembers(line, i)
		for _, k := range keys {
			if k == key || key == "*" {
				inside = append(inside, jsonField{k, members[k], members[o.target(k)]})
			}
		}
	case '[':
		for n, element := range jsonElements(line, i) {
			if key == "*" || key == strconv.Itoa(n) {
				inside = append(inside, jsonField{value: element})
			}
		}
	default:
		return nil, &Error{
			What: "the field " + strings.Join(path[:depth], ".") + " is not an object",
			Hint: "name another field to translate",
		}
	}
	if len(inside) == 0 && key != "*" {
		return nil, &Error{
			What: "no field " + strings.Join(path[:depth+1], ".") + " in the record",
			Hint: "name another field to translate",
		}
	}
	var out []jsonField
	var failed *Error
	fits := false
	for _, f := range inside {
		fields, err := o.jsonPath(line, f, path, depth+1)
		if err != nil {
			failed = err
			continue
		}
		fits = true
		out = append(out, fields...)
	}
	if fits {
		failed = nil
	}
	return out, failed
}

// WithMember returns a copy of the line of a JSON object, as [JSONLines] yields it, with a member more: in the place of
// the one of that name, or as the last. The value is JSON.
func WithMember(line []byte, key string, value []byte) []byte {
	at := bytes.IndexByte(line, '{')
	members, _ := jsonMembers(line, at)
	if old, ok := members[key]; ok {
		return patchedLine(line, []linePatch{{old, value}})
	}
	end := jsonEnd(line, at) - 1
	member := slices.Concat(jsonString(key), []byte{':'}, value)
	if len(members) > 0 {
		member = append([]byte{','}, member...)
	}
	return patchedLine(line, []linePatch{{offset.Span{Start: end, End: end}, member}})
}

func jsonString(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return []byte(`""`) // a string always encodes
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'})
}

// jsonText decodes a JSON string, which is valid.
func jsonText(raw []byte, to *string) bool {
	if bytes.IndexByte(raw, '\\') < 0 { // nothing to decode
		*to = string(raw[1 : len(raw)-1])
		return true
	}
	return json.Unmarshal(raw, to) == nil
}

// jsonMembers returns where the values of the object at i stand in line, by key, and the keys in their order. Line is
// valid JSON. Of equal keys the first counts.
func jsonMembers(line []byte, i int) (members map[string]offset.Span, keys []string) {
	members = map[string]offset.Span{}
	for i = jsonSpace(line, i+1); line[i] != '}'; i = jsonSpace(line, i) {
		if line[i] == ',' {
			i = jsonSpace(line, i+1)
		}
		end := jsonEnd(line, i)
		var key string
		jsonText(line[i:end], &key)
		i = jsonSpace(line, jsonSpace(line, end)+1) // behind ":"
		end = jsonEnd(line, i)
		if _, ok := members[key]; !ok {
			members[key] = offset.Span{Start: i, End: end}
			keys = append(keys, key)
		}
		i = end
	}
	return members, keys
}

// jsonElements returns where the elements of the list at i stand in line, which is valid JSON.
func jsonElements(line []byte, i int) []offset.Span {
	var out []offset.Span
	for i = jsonSpace(line, i+1); line[i] != ']'; i = jsonSpace(line, i) {
		if line[i] == ',' {
			i = jsonSpace(line, i+1)
		}
		end := jsonEnd(line, i)
		out = append(out, offset.Span{Start: i, End: end})
		i = end
	}
	return out
}

// jsonSpace returns where line goes on behind the white space at i.
func jsonSpace(line []byte, i int) int {
	for i < len(line) && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r' || line[i] == '\n') {
		i++
	}
	return i
}

// jsonEnd returns where the JSON value at i ends.
func jsonEnd(line []byte, i int) int {
	depth := 0
	for ; i < len(line); i++ {
		switch line[i] {
		case '"':
			for i++; line[i] != '"'; i++ {
				if line[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}
