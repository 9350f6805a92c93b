package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
)

// The names that [Decode] gives to the encodings it recognises by itself.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
)

const bom = "\ufeff"

const encodingHint = "say which encoding it is with --encoding NAME, for instance --encoding windows-1252"

// Decode turns the bytes of a text file into UTF-8 and returns which encoding they were in. With an empty encoding it
// recognises UTF-8, UTF-16 (with a byte order mark, or evident from where its zero bytes stand) and Windows-1252;
// otherwise it decodes by the name given, any that the WHATWG or the IANA knows.
//
// The result of UTF-8 input is raw itself, a byte order mark included, so that offsets into the result are offsets
// into the file; callers must not write to it. A byte order mark of UTF-16 is dropped. What is binary, in an unknown
// encoding, or broken UTF-8 gives an [*Error] with a hint.
func Decode(raw []byte, encodingName string) (text []byte, name string, err error) {
	if encodingName != "" {
		return decodeAs(raw, encodingName)
	}
	if what := magic(raw); what != "" {
		return nil, "", &Error{What: "not a text file: " + what, Hint: "convert it to plain text first"}
	}
	if name := utf16Name(raw); name != "" {
		return decodeAs(raw, name)
	}
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return nil, "", &Error{
			Line: lineAt(raw, i),
			What: "not a text file: it holds zero bytes",
			Hint: "if it is text after all, " + encodingHint,
		}
	}
	if n := controls(raw); n > 8+len(raw)/100 {
		return nil, "", &Error{
			What: fmt.Sprintf("not a text file: %d of its %d bytes are control characters", n, len(raw)),
			Hint: "if it is text after all, " + encodingHint,
		}
	}
	if utf8.Valid(raw) {
		return raw, UTF8, nil
	}
	return decodeEightBit(raw)
}

func decodeAs(raw []byte, name string) ([]byte, string, error) {
	canonical := strings.ToLower(strings.TrimSpace(name))
	switch canonical {
	case "utf8", "utf-8", "utf-8-sig", "unicode-1-1-utf-8":
		if i := firstInvalid(raw); i >= 0 {
			return nil, "", &Error{
				Line: lineAt(raw, i),
				What: fmt.Sprintf("byte 0x%02x is not valid UTF-8", raw[i]),
				Hint: "leave out --encoding to have the encoding recognised, or name the right one",
			}
		}
		return raw, UTF8, nil
	}
	if canonical == "utf-16" || canonical == "utf16" {
		canonical = UTF16LE
		if bytes.HasPrefix(raw, []byte{0xfe, 0xff}) {
			canonical = UTF16BE
		}
	}
	enc, err := encodingNamed(canonical)
	if err != nil {
		return nil, "", err
	}
	canonical = enc.name
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return nil, "", &Error{What: "decoding " + canonical, Err: err}
	}
	text = bytes.TrimPrefix(text, []byte(bom))
	// x/text decodes what has no meaning as U+FFFD. Text that holds it in the source as well is rare enough to be
	// refused with the rest.
	if i := bytes.IndexRune(text, utf8.RuneError); i >= 0 {
		return nil, "", &Error{Line: lineAt(text, i), What: "bytes that are not valid " + canonical, Hint: encodingHint}
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return nil, "", &Error{
			Line: lineAt(text, i),
			What: "zero bytes in what should be " + canonical + " text",
			Hint: "it is a binary file or in another encoding",
		}
	}
	return text, canonical, nil
}

// A namedEncoding is an encoding with the name that [Document.Encoding] gets.
type namedEncoding struct {
	encoding.Encoding
	name string
}

// encodingNamed returns the encoding of a name that the WHATWG or the IANA knows.
func encodingNamed(name string) (namedEncoding, error) {
	switch name {
	case UTF16LE:
		return namedEncoding{unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), name}, nil
	case UTF16BE:
		return namedEncoding{unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), name}, nil
	}
	if enc, err := htmlindex.Get(name); err == nil {
		if n, err := htmlindex.Name(enc); err == nil && n != "replacement" {
			return namedEncoding{enc, n}, nil
		}
	}
	if enc, err := ianaindex.IANA.Encoding(name); err == nil && enc != nil {
		if n, err := ianaindex.IANA.Name(enc); err == nil {
			name = strings.ToLower(n)
		}
		return namedEncoding{enc, name}, nil
	}
	return namedEncoding{}, &Error{
		What: fmt.Sprintf("unknown encoding %q", name),
		Hint: "known are the WHATWG and IANA names, " +
			"such as utf-8, utf-16le, windows-1252, iso-8859-15, macintosh, ibm850",
	}
}

// decodeEightBit decides between broken UTF-8, Windows-1252 and neither. Text in an eight-bit encoding hardly ever
// holds a valid sequence of several bytes by accident, so one in ten is enough to take the text for UTF-8 with
// faults.
func decodeEightBit(raw []byte) ([]byte, string, error) {
	valid, invalid, high, impossible, first := 0, 0, 0, 0, -1
	for i := 0; i < len(raw); {
		c := raw[i]
		if c < utf8.RuneSelf {
			i++
			continue
		}
		if r, n := utf8.DecodeRune(raw[i:]); r != utf8.RuneError || n > 1 {
			valid++
			high += n
			i += n
			continue
		}
		if first < 0 {
			first = i
		}
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			impossible++ // not assigned in Windows-1252
		}
		invalid++
		high++
		i++
	}
	if valid > 0 && valid*10 >= invalid {
		return nil, "", &Error{
			Line: lineAt(raw, first),
			What: fmt.Sprintf("broken UTF-8: byte 0x%02x (%d such bytes in the file)", raw[first], invalid),
			Hint: "repair that line, or " + encodingHint,
		}
	}
	if impossible > 0 || high*3 > len(raw) || eightBitLetters(raw)*4 < high*3 {
		return nil, "", &Error{
			Line: lineAt(raw, first),
			What: "unknown encoding: neither UTF-8 nor UTF-16 nor Windows-1252",
			Hint: encodingHint,
		}
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return nil, "", &Error{What: "decoding " + Windows1252, Err: err}
	}
	return text, Windows1252, nil
}

// usualSigns are the signs, in Windows-1252, that Western text holds besides letters, quotation marks and dashes.
var usualSigns = []byte{
	0x80, 0x8e, 0x9e, 0x9f, 0xa0, 0xa3, 0xa7, 0xa9, 0xab, 0xad,
	0xae, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb7, 0xbb, 0xbd,
}

// eightBitLetters counts the bytes above 0x7f that Western text in Windows-1252 is made of: letters, quotation marks,
// dashes, and a few signs.
func eightBitLetters(raw []byte) int {
	n := 0
	for _, c := range raw {
		switch {
		case c >= 0xc0 && c != 0xd7 && c != 0xf7, c >= 0x82 && c <= 0x8c, c >= 0x91 && c <= 0x9c:
			n++
		case bytes.IndexByte(usualSigns, c) >= 0:
			n++
		}
	}
	return n
}

// utf16Name recognises UTF-16 by its byte order mark, or by zero bytes that stand only at odd or only at even
// offsets, as they do in text of a Western script.
func utf16Name(raw []byte) string {
	switch {
	case len(raw) < 2 || len(raw)%2 != 0:
		return ""
	case raw[0] == 0xff && raw[1] == 0xfe:
		return UTF16LE
	case raw[0] == 0xfe && raw[1] == 0xff:
		return UTF16BE
	}
	head := raw[:min(len(raw), 1<<16)]
	even, odd := 0, 0
	for i := 0; i < len(head); i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	units := len(head) / 2
	switch {
	case units < 4:
		return ""
	case odd*2 > units && even == 0:
		return UTF16LE
	case even*2 > units && odd == 0:
		return UTF16BE
	}
	return ""
}

// magic names the common binary files that people pass by mistake.
func magic(raw []byte) string {
	for _, m := range []struct{ prefix, what string }{
		{"%PDF-", "it is a PDF"},
		{"PK\x03\x04", "it is a ZIP archive or an office document"},
		{"\x1f\x8b", "it is compressed with gzip"},
		{"\x28\xb5\x2f\xfd", "it is compressed with zstd"},
		{"\x89PNG", "it is a PNG picture"},
		{"\xff\xd8\xff", "it is a JPEG picture"},
		{"\xd0\xcf\x11\xe0", "it is an old office document"},
		{"{\\rtf", "it is an RTF document"},
		{"\xff\xfe\x00\x00", "it is UTF-32"},
		{"\x00\x00\xfe\xff", "it is UTF-32"},
	} {
		if len(raw) >= len(m.prefix) && string(raw[:len(m.prefix)]) == m.prefix {
			return m.what
		}
	}
	return ""
}

// controls counts control characters other than white space and escape.
func controls(raw []byte) int {
	n := 0
	for _, c := range raw {
		if c < 0x20 && (c < '\t' || c > '\r') && c != 0x1b || c == 0x7f {
			n++
		}
	}
	return n
}

// firstInvalid returns the offset of the first byte that is not part of valid UTF-8, or -1.
func firstInvalid(raw []byte) int {
	if utf8.Valid(raw) {
		return -1
	}
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// lineAt returns the 1-based number of the line that holds offset i.
func lineAt(raw []byte, i int) int { return 1 + bytes.Count(raw[:i], []byte{'\n'}) }

// encodedAs turns text into an encoding that [Decode] has found.
func encodedAs(text []byte, name string) ([]byte, error) {
	var e encoding.Encoding
	switch name {
	case Windows1252:
		e = charmap.Windows1252
	case UTF16LE:
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case UTF16BE:
		e = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	default:
		return text, nil
	}
	out, err := e.NewEncoder().Bytes(text)
	if err != nil {
		return nil, &Error{What: "encoding as " + name, Err: err}
	}
	return out, nil
}
