package document

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func utf16Bytes(s string, big, mark bool) []byte {
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	var out []byte
	for _, u := range units {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestDecode(t *testing.T) {
	const text = "Über die Brücke zum Café – „schön“.\nZweite Zeile.\n"
	for _, c := range []struct {
		name     string
		raw      []byte
		encoding string
		want     string
		wantName string
	}{
		{"empty", nil, "", "", UTF8},
		{"ascii", []byte("Hallo.\n"), "", "Hallo.\n", UTF8},
		{"utf-8", []byte(text), "", text, UTF8},
		{"utf-8 with mark", []byte(bom + text), "", bom + text, UTF8},
		{"utf-16le with mark", utf16Bytes(text, false, true), "", text, UTF16LE},
		{"utf-16be with mark", utf16Bytes(text, true, true), "", text, UTF16BE},
		{"utf-16le evident", utf16Bytes(text, false, false), "", text, UTF16LE},
		{"utf-16be evident", utf16Bytes(text, true, false), "", text, UTF16BE},
		{"utf-16 with a pair", utf16Bytes("Gut 🙂 so.", false, true), "", "Gut 🙂 so.", UTF16LE},
		{"windows-1252", []byte("\xdcber die Br\xfccke \x96 \x84sch\xf6n\x93."), "", "Über die Brücke – „schön“.", Windows1252},
		{"windows-1252 named latin1", []byte("Stra\xdfe"), "latin1", "Straße", Windows1252},
		{"iso-8859-15", []byte("5 \xa4 Stra\xdfe"), "ISO-8859-15", "5 € Straße", "iso-8859-15"},
		{"ibm850 by its IANA name", []byte("Gr\x81n"), "IBM850", "Grün", "ibm850"},
		{"utf-16 named", utf16Bytes("Hallo", true, true), "utf-16", "Hallo", UTF16BE},
		{"utf-16le named, short", utf16Bytes("Öl", false, false), "utf-16le", "Öl", UTF16LE},
		{"a few control characters", []byte("Seite 1\n\fSeite 2\x0b\n"), "", "Seite 1\n\fSeite 2\x0b\n", UTF8},
	} {
		got, name, err := Decode(c.raw, c.encoding)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if string(got) != c.want || name != c.wantName {
			t.Errorf("%s: got %q in %s, want %q in %s", c.name, got, name, c.want, c.wantName)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, c := range []struct {
		name     string
		raw      string
		encoding string
		line     int
		what     string
	}{
		{"zero bytes", "Hallo\nWelt\x00\x00.\n", "", 2, "zero bytes"},
		{"control characters", strings.Repeat("ab\x01\x02", 100), "", 0, "control characters"},
		{"pdf", "%PDF-1.7 …", "", 0, "PDF"},
		{"gzip", "\x1f\x8b\x08\x00", "", 0, "gzip"},
		{"broken line", "Schöne Grüße.\nUnd dann Stra\xdfe.\nÜber.\n", "", 2, "broken UTF-8: byte 0xdf"},
		{"cut character", "Schöne Grüße.\nUnd dann \xc3", "", 2, "broken UTF-8"},
		{"not Windows-1252", "\x81\x8d\x8f\x90 und \x9d\x81\x81", "", 1, "unknown encoding"},
		{"Cyrillic in eight bits would be mostly high bytes", "\xcf\xf0\xe8\xe2\xe5\xf2", "", 1, "unknown encoding"},
		{"unknown name", "Hallo", "klingon-8", 0, "unknown encoding"},
		{"utf-8 asked for", "Hallo\n\xff", "utf-8", 2, "not valid UTF-8"},
		{"utf-16 asked for", "Hal", "utf-16le", 1, "not valid utf-16le"},
		{"lone surrogate", "\xff\xfe\x41\x00\x00\xd8\x41\x00", "", 1, "not valid utf-16le"},
	} {
		_, _, err := Decode([]byte(c.raw), c.encoding)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: error %v, want an *Error", c.name, err)
			continue
		}
		if e.Line != c.line || !strings.Contains(e.What, c.what) || e.Hint == "" {
			t.Errorf("%s: line %d, %q, hint %q; want line %d, %q and a hint", c.name, e.Line, e.What, e.Hint, c.line, c.what)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "Hallo", "\xdcber", bom + "x", "\xff\xfeA\x00", "\xfe\xff\x00A", "a\x00b\x00c\x00d\x00", "ä\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, name, err := Decode(raw, "")
		if err != nil {
			return
		}
		if !utf8.Valid(text) || name == "" {
			t.Fatalf("%q decoded as %q gave %q, which is not UTF-8", raw, name, text)
		}
		again, againName, err := Decode(raw, name)
		if err != nil || string(again) != string(text) || againName != name {
			t.Fatalf("by its own name %s: %q, %s, %v; recognised: %q", name, again, againName, err, text)
		}
	})
}
