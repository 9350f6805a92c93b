package printer

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Writer returns a writer for text that others format, such as help and usage: line feeds and tabs are theirs, all
// else is escaped.
func Writer(w io.Writer) io.Writer {
	return &writer{w: w, escape: func(out []byte, r rune, raw []byte) []byte {
		if r == '\n' || r == '\t' {
			return append(out, raw...)
		}
		return append(out, Escape(string(raw))...)
	}}
}

// JSON returns a writer for JSON: control and bidirectional characters, which JSON allows in strings, are written as
// \u escapes. What is read from it is the same.
func JSON(w io.Writer) io.Writer {
	return &writer{w: w, escape: func(out []byte, r rune, raw []byte) []byte {
		switch {
		case r < 0x20 || r == utf8.RuneError: // between strings, where it is white space
			return append(out, raw...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			return fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		}
		return fmt.Appendf(out, `\u%04x`, r)
	}}
}

// A writer has the characters of the rule escaped on their way.
type writer struct {
	w      io.Writer
	escape func(out []byte, r rune, raw []byte) []byte
	begun  []byte // the beginning of a character whose end has not come yet
}

func (w *writer) Write(p []byte) (int, error) {
	in := p
	if len(w.begun) > 0 {
		in = append(w.begun, p...)
		w.begun = nil
	}
	var out []byte
	from := 0 // what comes before is in out
	for i := 0; i < len(in); {
		if in[i] >= utf8.RuneSelf && !utf8.FullRune(in[i:]) {
			w.begun = bytes.Clone(in[i:])
			in = in[:i]
			break
		}
		r, n := utf8.DecodeRune(in[i:])
		if obeyed(r) || r == utf8.RuneError && n == 1 {
			out = append(out, in[from:i]...)
			out = w.escape(out, r, in[i:i+n])
			from = i + n
		}
		i += n
	}
	if from > 0 {
		in = append(out, in[from:]...)
	}
	if _, err := w.w.Write(in); err != nil {
		return 0, err
	}
	return len(p), nil
}
