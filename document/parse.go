package document

import (
	"errors"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Options specify how [Parse] reads a file. The zero value recognises encoding and format by itself and splits German.
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

// FormatNames returns the names of all formats that are read, those of files of records last.
func FormatNames() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	for _, c := range Containers() {
		names = append(names, c.Name)
	}
	return names
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
	s, err := ParseSections(name, raw, o)
	if err != nil {
		return nil, err
	}
	return s.Whole(), nil
}

// read returns how the file of that name is read.
func (o *Options) read(name string) (*Format, Splitter, error) {
	f := FormatFor(name)
	if o.Format != "" {
		if f = FormatNamed(o.Format); f == nil {
			return nil, nil, &Error{
				Name: name,
				What: "unknown document format " + o.Format,
				Hint: "known are " + strings.Join(formatNames(), ", "),
			}
		}
	}
	if o.Split == nil {
		return f, German, nil
	}
	return f, o.Split, nil
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

// decode returns a file as UTF-8, and what its encoding is: the one that is given, the one that it declares where its
// format has a place for it, or what its bytes look like. Packed files stay as they are.
func (f *Format) decode(raw []byte, encoding string) (src []byte, found string, err error) {
	if f.Packed {
		return raw, UTF8, nil
	}
	if encoding != "" || f.charset == nil || utf8.Valid(raw) || utf16Name(raw) != "" {
		return Decode(raw, encoding)
	}
	declared := f.charset(raw)
	if _, err := encodingNamed(strings.ToLower(declared)); err != nil {
		return Decode(raw, "")
	}
	src, found, err = Decode(raw, declared)
	var e *Error
	if errors.As(err, &e) {
		c := *e
		c.Hint = "the file declares that it is in " + declared + ": repair it, or " + encodingHint
		err = &c
	}
	return src, found, err
}
