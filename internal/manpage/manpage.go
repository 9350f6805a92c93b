// Package manpage writes the manual pages of a program from the texts of its help.
package manpage

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Write writes the pages of a command and those of the commands below it into a folder, which is made where needed,
// under names such as satzpaar-cache-prune.1. Hidden commands have none.
func Write(dir string, c *cobra.Command) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, pageName(c)+".1"), []byte(page(c)), 0o644); err != nil {
		return err
	}
	for _, sub := range c.Commands() {
		if !sub.IsAvailableCommand() {
			continue
		}
		if err := Write(dir, sub); err != nil {
			return err
		}
	}
	return nil
}

// pageName is the name of a command's page, such as satzpaar-cache-prune.
func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// page returns the page of a command in the macros of man(7). It bears no date, so that it depends on nothing but
// the help.
func page(c *cobra.Command) string {
	var w strings.Builder
	program := quoted(c.Root().Name())
	fmt.Fprintf(&w, ".TH %s 1 \"\" %s %s\n", quoted(strings.ToUpper(pageName(c))), program, program)
	fmt.Fprintf(&w, ".SH NAME\n%s \\- %s\n", roff(pageName(c)), roff(c.Short))
	fmt.Fprintf(&w, ".SH SYNOPSIS\n.B %s\n", roff(c.CommandPath()))
	if _, args, ok := strings.Cut(c.UseLine(), c.CommandPath()+" "); ok {
		w.WriteString(roff(args) + "\n")
	}
	w.WriteString(".SH DESCRIPTION\n" + paragraphs(c.Long))
	if c.Long == "" {
		w.WriteString(roff(c.Short) + ".\n")
	}
	if flags := c.NonInheritedFlags(); flags.HasAvailableFlags() {
		w.WriteString(".SH OPTIONS\n")
		flags.VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				w.WriteString(option(f))
			}
		})
	}
	if c.Example != "" {
		w.WriteString(".SH EXAMPLES\n.nf\n" + roff(c.Example) + "\n.fi\n")
	}
	var related []string
	if c.HasParent() {
		related = append(related, pageName(c.Parent()))
	}
	if c.HasAvailableSubCommands() {
		w.WriteString(".SH COMMANDS\n")
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			fmt.Fprintf(&w, ".TP\n.B %s\n%s\n", roff(sub.Name()), roff(sub.Short))
			related = append(related, pageName(sub))
		}
	}
	w.WriteString(".SH SEE ALSO\n")
	for i, name := range related {
		end := ","
		if i == len(related)-1 {
			end = ""
		}
		fmt.Fprintf(&w, ".BR %s (1)%s\n", roff(name), end)
	}
	return w.String()
}

// option describes a flag.
func option(f *pflag.Flag) string {
	value, text := pflag.UnquoteUsage(f)
	name := "\\fB" + roff("--"+f.Name) + "\\fR"
	if f.Shorthand != "" {
		name = "\\fB" + roff("-"+f.Shorthand) + "\\fR, " + name
	}
	if value != "" {
		name += " \\fI" + roff(value) + "\\fR"
	}
	switch f.DefValue {
	case "", "0", "false", "[]":
	default:
		if !strings.Contains(text, "(default") {
			text += fmt.Sprintf(" (default %s)", f.DefValue)
		}
	}
	return ".TP\n" + name + "\n" + roff(text) + "\n"
}

// paragraphs writes a text of the help: indented lines as they are, others filled.
func paragraphs(text string) string {
	var w strings.Builder
	literal := false
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		indented := strings.HasPrefix(line, " ")
		switch {
		case indented && !literal:
			w.WriteString(".nf\n")
		case !indented && literal:
			w.WriteString(".fi\n")
		}
		literal = indented
		if strings.TrimSpace(line) == "" {
			w.WriteString(".PP\n")
			continue
		}
		w.WriteString(roff(line) + "\n")
	}
	if literal {
		w.WriteString(".fi\n")
	}
	return w.String()
}

// roff escapes text: its own backslashes, hyphens that are typed, and signs that would begin a request in a line.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}

// quoted is roff for an argument of a macro.
func quoted(text string) string { return `"` + roff(text) + `"` }
