package document

import (
	"errors"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Options say how [Parse] reads a file. The zero value recognises encoding and format by itself and splits German.
type Options struct {
	Encoding string   // name for [Decode]; empty: recognise
	Format   string   // name of a [Format]; empty: by the extension of the file name, else plain text
	Split    Splitter // nil: [German]
}

// Formats returns the formats of single documents, plain text first.
func Formats() []*Format {
	return []*Format{
		Text, Markdown, HTML, SRT, WebVTT, ASS, TTML,
		PO, XLIFF, Properties, JSON, YAML, Android, Strings, StringsDict, RESX,
		DOCX, PPTX, XLSX, ODT, ODP, ODS, EPUB,
	}
}

// FormatFor returns the format for a file name, by its extension; plain text where no other claims it.
func FormatFor(name string) *Format {
	if f := formatOf(name); f != nil {
		return f
	}
	return Text
}

// formatOf returns the format that claims the extension of a file name, or nil.
func formatOf(name string) *Format {
	ext := strings.ToLower(path.Ext(name))
	for _, f := range Formats() {
		if slices.Contains(f.Exts, ext) || slices.Contains(f.Named, ext) {
			return f
		}
	}
	return nil
}

// FormatNamed returns the format of that name, or nil.
func FormatNamed(name string) *Format {
	for _, f := range Formats() {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Parse decodes raw and parses it in the format that its options or its name ask for. Errors are of type [*Error] and
// hold the name.
func Parse(name string, raw []byte, o Options) (*Document, error) {
	f := FormatFor(name)
	if o.Format != "" {
		if f = FormatNamed(o.Format); f == nil {
			return nil, &Error{
				Name: name,
				What: "unknown document format " + o.Format,
				Hint: "known are " + strings.Join(formatNames(), ", "),
			}
		}
	}
	split := o.Split
	if split == nil {
		split = German
	}
	src, encoding := raw, UTF8
	if !f.Packed {
		encoding = o.Encoding
		if encoding == "" {
			encoding = f.declared(raw)
		}
		var err error
		if src, encoding, err = Decode(raw, encoding); err != nil {
			return nil, named(name, err)
		}
	}
	d, err := f.Parse(name, src, split)
	if err != nil {
		return nil, named(name, err)
	}
	d.Encoding = encoding
	d.SHA256 = Hash(raw)
	return d, nil
}

// declared returns the encoding that a file declares and that [Decode] would not find out by itself; empty if it
// declares none.
func (f *Format) declared(raw []byte) string {
	if f == HTML {
		return declaredCharset(raw)
	}
	if f.charset == nil || utf8.Valid(raw) || utf16Name(raw) != "" {
		return ""
	}
	name := f.charset(raw)
	if _, err := encodingNamed(strings.ToLower(name)); name == "" || err != nil {
		return ""
	}
	return name
}

// Render writes d in its own format; see [Format.Render].
func Render(d *Document, target func(block, sentence int) string) ([]byte, error) {
	f := FormatNamed(d.Format)
	if f == nil {
		return nil, &Error{Name: d.Name, What: "unknown document format " + d.Format}
	}
	return f.Render(d, target)
}

// formatNames returns the names of the formats of single documents.
func formatNames() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// named puts the file name into an error that does not have one yet.
func named(name string, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return &Error{Name: name, What: "reading", Err: err}
	}
	if e.Name == "" {
		c := *e
		c.Name = name
		return &c
	}
	return err
}
