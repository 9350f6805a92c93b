package document

import (
	"bytes"
	"encoding/json"
	"io"
	"iter"
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
		err := json.Unmarshal(body, &object) // says where
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
	var value, target offset.Span
	found := false
	if o.Field == "" {
		members := jsonMembers(line, at)
		for _, f := range usualFields {
			if value, found = members[f]; found && line[value.Start] == '"' {
				target = members[o.Target]
				break
			}
			found = false
		}
		if !found {
			return fail(
				"none of the usual fields "+strings.Join(usualFields, ", ")+" in the record",
				"name the field to translate",
			)
		}
	} else {
		keys := strings.Split(o.Field, ".")
		for i, k := range keys {
			members := jsonMembers(line, at)
			if value, found = members[k]; !found {
				return fail("no field "+strings.Join(keys[:i+1], ".")+" in the record", "name another field to translate")
			}
			if i+1 == len(keys) {
				target = members[o.Target]
			} else if at = value.Start; line[at] != '{' {
				return fail("the field "+strings.Join(keys[:i+1], ".")+" is not an object", "name another field to translate")
			}
		}
	}
	var text string
	if line[value.Start] != '"' || !jsonText(line[value.Start:value.End], &text) {
		return fail("the field to translate is not a string", "name another field to translate")
	}
	d, err := o.document(rr.name, rec.Line, rec.Raw, text, rr.encoding)
	if err != nil {
		return err
	}
	rec.Document = d
	rec.with = func(translation string) []byte {
		switch {
		case o.Target == "" && translation == text:
			return rec.Raw
		case o.Target == "":
			return replaced(line, value, jsonString(translation))
		case target != offset.Span{}:
			return replaced(line, target, jsonString(translation))
		}
		return replaced(
			line,
			offset.Span{Start: value.End, End: value.End},
			append(append([]byte{','}, append(jsonString(o.Target), ':')...), jsonString(translation)...),
		)
	}
	return nil
}

// replaced returns a copy of line with s replaced.
func replaced(line []byte, s offset.Span, with []byte) []byte {
	out := make([]byte, 0, len(line)-s.Len()+len(with))
	return append(append(append(out, line[:s.Start]...), with...), line[s.End:]...)
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

// jsonMembers returns where the values of the object at i stand in line, by key. Line is valid JSON. Of equal keys
// the first counts.
func jsonMembers(line []byte, i int) map[string]offset.Span {
	members := map[string]offset.Span{}
	space := func() {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r' || line[i] == '\n') {
			i++
		}
	}
	for i++; ; i++ { // behind "{" or ","
		space()
		if line[i] == '}' {
			return members
		}
		end := jsonEnd(line, i)
		var key string
		jsonText(line[i:end], &key)
		i = end
		space()
		i++ // ":"
		space()
		end = jsonEnd(line, i)
		if _, ok := members[key]; !ok {
			members[key] = offset.Span{Start: i, End: end}
		}
		i = end
		space()
		if line[i] == '}' {
			return members
		}
	}
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
