package command

import (
	"errors"
	"strings"
)

// Split cuts a line into a program and its arguments. White space separates; within single quotes everything stands
// for itself; within double quotes a backslash protects a double quote or a backslash; elsewhere a backslash protects
// the next character. Nothing else is special: no variables, no patterns, no pipes, no shell. Whoever needs one names
// it: sh -c '…'.
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
