// Package printer prints for people. File names, texts, answers of servers, output of child processes and names of
// models come from anywhere; none of them may move the cursor, set the title of the window, turn the direction of a line
// round or begin a line of its own.
//
// The rule: in every value that is printed, characters that a terminal obeys instead of showing them are spelt as Go
// spells them in strings. These are the control characters (C0, DEL, C1), the line and paragraph separators, the
// bidirectional controls and the tag characters. Bytes that are not UTF-8 are spelt \x9b. All else stays as it is,
// backslashes included: what is printed is for reading, not for reading back. The formats themselves belong to the
// program and are not touched.
package printer

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// A Text was made by this package, so that its line breaks are the program's. It is printed as it is.
type Text string

// Printf prints like [fmt.Fprintf], with all arguments escaped. The parts of joined errors stand on lines of their
// own, indented.
func Printf(w io.Writer, format string, args ...any) (int, error) {
	if false {
		_ = fmt.Sprintf(format, args...) // has go vet check the calls
	}
	return io.WriteString(w, string(Sprintf(format, args...)))
}

// Sprintf formats like [fmt.Sprintf], with all arguments escaped.
func Sprintf(format string, args ...any) Text {
	if false {
		_ = fmt.Sprintf(format, args...)
	}
	safe := make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case Text:
			safe[i] = string(v)
		case int, int64, uint64, float64, bool: // these may be widths, and hold nothing to escape
			safe[i] = v
		default:
			safe[i] = argument{v}
		}
	}
	return Text(fmt.Sprintf(format, safe...))
}

// Lines returns lines as one text, each escaped.
func Lines(lines []string) Text {
	escaped := make([]string, len(lines))
	for i, l := range lines {
		escaped[i] = Escape(l)
	}
	return Text(strings.Join(escaped, "\n"))
}

// An argument is formatted as the value it holds, and then escaped.
type argument struct{ value any }

func (a argument) Format(f fmt.State, verb rune) {
	s := Escape(fmt.Sprintf(fmt.FormatString(f, verb), a.value))
	if err, ok := a.value.(error); ok {
		s = spread(s, err)
	}
	// A failure to write into the buffer of Sprintf is not possible.
	_, _ = io.WriteString(f, s)
}

// spread puts the parts of the error that is joined in err, if there is one, on lines of their own in its escaped
// text s.
func spread(s string, err error) string {
	for err != nil {
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			err = e.Unwrap()
		case interface{ Unwrap() []error }:
			var plain, parts []string
			for _, part := range e.Unwrap() {
				plain = append(plain, part.Error())
				parts = append(parts, spread(Escape(part.Error()), part))
			}
			// Errors of several %w are not a list: their text is not that of the parts.
			return strings.Replace(s, Escape(strings.Join(plain, "\n")), strings.Join(parts, "\n  "), 1)
		default:
			return s
		}
	}
	return s
}

// Escape returns s with what a terminal would obey spelt out, by the rule of the package.
func Escape(s string) string {
	at := strings.IndexFunc(s, suspicious)
	if at < 0 {
		return s
	}
	var out strings.Builder
	out.WriteString(s[:at])
	for i := at; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, `\x%02x`, s[i])
		case !obeyed(r):
			out.WriteString(s[i : i+n])
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '\t':
			out.WriteString(`\t`)
		case r <= 0xff:
			fmt.Fprintf(&out, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			fmt.Fprintf(&out, `\U%08x`, r)
		}
		i += n
	}
	return out.String()
}

func suspicious(r rune) bool { return r == utf8.RuneError || obeyed(r) }

// obeyed reports whether terminals act on r or show other characters in another order because of it.
func obeyed(r rune) bool {
	switch {
	case r < 0x20, 0x7f <= r && r <= 0x9f:
		return true
	case r < 0x61c:
		return false
	}
	return r == 0x61c || 0x200e <= r && r <= 0x200f || 0x2028 <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 ||
		0xe0000 <= r && r <= 0xe007f
}
