package command

import (
	"errors"
	"strings"
)

// Split splits a line into a program and its arguments. White space separates them. Within single quotes every
// character is literal; within double quotes a backslash escapes a double quote or a backslash; elsewhere a backslash
// escapes the next character. Nothing else is special: there are no variables, patterns or pipes, and no shell unless
// the line names one: sh -c '…'.
func Split(line string) ([]string, error) {
	var (
		out   []string
		word  strings.Builder
		open  bool
		quote rune
		slash bool
	)
	for _, r := range line {
		switch {
		case slash:
			if quote == '"' && r != '"' && r != '\\' {
				word.WriteByte('\\')
			}
			word.WriteRune(r)
			slash = false
		case r == '\\' && quote != '\'':
			slash, open = true, true
		case quote != 0:
			if r == quote {
				quote = 0
			} else {
				word.WriteRune(r)
			}
		case r == '\'' || r == '"':
			quote, open = r, true
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			if open {
				out = append(out, word.String())
				word.Reset()
				open = false
			}
		default:
			word.WriteRune(r)
			open = true
		}
	}
	switch {
	case slash:
		return nil, errors.New("command: a backslash at the end protects nothing")
	case quote != 0:
		return nil, errors.New("command: a quote is not closed")
	case open:
		out = append(out, word.String())
	}
	if len(out) == 0 {
		return nil, errors.New("command: no program given")
	}
	return out, nil
}
