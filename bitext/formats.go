package bitext

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// A Format is a file format for bitexts.
type Format struct {
	Name string // as on the command line
	Ext  string // of file names, with the dot
	// Doc describes in a line what the format is for and what it cannot hold.
	Doc string
	// Write writes documents as one file. The first error of docs ends it.
	Write func(w io.Writer, docs iter.Seq2[*Bitext, error]) error
	// Read reads all documents of a file; nil where the format is only written. As with [Read], documents can be used
	// also where there is an error.
	Read func(r io.Reader, name string) ([]*Bitext, error)
}

// Formats are all formats, the native one first. It must not be changed.
var Formats = []*Format{JSONL, TSV, TMX, XLIFF12, XLIFF21, Text}

// FormatNamed returns the format of the given name.
func FormatNamed(name string) (*Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("bitext format %q is unknown: use one of %s", name, strings.Join(names, ", "))
}

// Documents returns the bitexts as the sequence that formats write.
func Documents(bs ...*Bitext) iter.Seq2[*Bitext, error] {
	return func(yield func(*Bitext, error) bool) {
		for _, b := range bs {
			if !yield(b, nil) {
				return
			}
		}
	}
}

// JSONL is the native format.
var JSONL = &Format{
	Name: "jsonl", Ext: ".jsonl",
	Doc: "the native format: JSON Lines, holds everything",
	Write: func(w io.Writer, docs iter.Seq2[*Bitext, error]) error {
		for b, err := range docs {
			if err != nil {
				return err
			}
			if err := Write(w, b); err != nil {
				return err
			}
		}
		return nil
	},
	Read: Read,
}

// A property is a field of a pair other than its texts and id, in the form in which foreign formats carry it: text
// for strings, else JSON.
type property struct{ name, value string }

// jsonProperty is a property whose value is JSON. V holds nothing that JSON cannot.
func jsonProperty(name string, v any) property {
	text, _ := json.Marshal(v)
	return property{name, plainJSON(string(text))}
}

// propertyNames are in the order of the native format.
var propertyNames = []string{
	"block", "kind", "spans", "runs", "lang", "mixed", "action", "state", "error", "origin", "machine",
	"machineOrigin", "reason", "score", "links", "markup", "seconds", "sourceSentences", "targetSentences", "bead",
	"cost", "confidence", "findings", "risk", "comments", "was", "part",
}

func isText(name string) bool {
	switch name {
	case "kind", "lang", "action", "state", "error", "origin", "machine", "machineOrigin", "reason":
		return true
	}
	return false
}

// properties returns the fields of p that hold something, but those named in without.
func properties(p *Pair, without ...string) ([]property, error) {
	bare := *p
	bare.Source, bare.Target, bare.ID = "", "", ""
	if bare.Spans == nil {
		bare.Spans = []offset.Span{}
	}
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(&bare); err != nil {
		return nil, err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text.String()), &all); err != nil {
		return nil, err
	}
	var out []property
next:
	for _, name := range propertyNames {
		raw, ok := all[name]
		if !ok {
			continue
		}
		for _, w := range without {
			if w == name {
				continue next
			}
		}
		value := plainJSON(string(raw))
		if isText(name) {
			var s string
			if err := json.Unmarshal(raw, &s); err != nil {
				return nil, err
			}
			if plain(s) {
				value = s
			}
		}
		out = append(out, property{name, value})
	}
	return out, nil
}

// plain reports whether s comes through every XML tool as it is: no characters that XML lacks or that tools trim, and
// no mistaking it for JSON.
func plain(s string) bool {
	if s == "" || strings.TrimSpace(s) != s || s[0] == '"' {
		return false
	}
	for _, r := range s {
		if r < ' ' || !inXML(r) {
			return false
		}
	}
	return true
}

// plainJSON escapes the characters that JSON allows and XML does not.
func plainJSON(s string) string {
	return strings.NewReplacer("\ufffe", `\ufffe`, "\uffff", `\uffff`).Replace(s)
}

// fill sets the fields of p that the properties name. Unknown names are passed over.
func fill(p *Pair, ps []property) error {
	var text strings.Builder
	text.WriteByte('{')
	for _, name := range propertyNames {
		for _, prop := range ps {
			if prop.name != name {
				continue
			}
			value := prop.value
			if isText(name) && !strings.HasPrefix(value, `"`) {
				quoted, err := json.Marshal(value)
				if err != nil {
					return err
				}
				value = string(quoted)
			}
			if !json.Valid([]byte(value)) {
				return fmt.Errorf("property %s is not JSON: %q", name, value)
			}
			if text.Len() > 1 {
				text.WriteByte(',')
			}
			fmt.Fprintf(&text, "%q:%s", name, value)
			break
		}
	}
	text.WriteByte('}')
	if err := json.Unmarshal([]byte(text.String()), p); err != nil {
		return fmt.Errorf("properties: %w", err)
	}
	return nil
}

// complete makes a pair that was read from a foreign format fit to use: fields that such formats lack get their usual
// values, and places that no longer fit a text that another tool has changed are dropped. A translation with control
// characters of its own is not taken. It returns what was wrong beyond the places.
func complete(p *Pair, i int) error {
	if p.ID == "" {
		p.ID = fmt.Sprintf("%d.1", i+1)
	}
	if p.Block == 0 && p.Kind == "" {
		p.Block = i + 1
	}
	if p.Spans == nil {
		p.Spans = []offset.Span{}
	}
	if p.Action == "" {
		p.Action = Translate
	}
	if p.State == "" {
		p.State = Translated
		if p.Target == "" {
			p.State = Initial
		}
	}
	fs := faults(p)
	mend(p, fs)
	if err := checkControls(p.Target, p.Source); err != nil {
		p.Target, p.Links, p.State, p.Error = "", nil, Initial, err.Error()
		return fmt.Errorf("pair %s: %w", p.ID, err)
	}
	for _, f := range fs {
		if f.part != "links" && f.part != "findings" && f.part != "runs" {
			return fmt.Errorf("pair %s: %w", p.ID, f)
		}
	}
	return nil
}
