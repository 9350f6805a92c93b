package commandline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/satzpaar/satzpaar/internal/advice"
)

// A choice is the value of a flag that takes one of several words.
type choice struct {
	to    *string
	usual string
	words func() []string
}

// Choice adds a flag that takes one of two or more words, or its usual value. The shell completes the words once
// [Advise] has seen the command.
func Choice(fs *pflag.FlagSet, to *string, name, usual string, words func() []string, usage string) {
	*to = usual
	fs.Var(&choice{to, usual, words}, name, usage)
}

// Words returns a function that returns the words of a [Choice].
func Words(words ...string) func() []string { return func() []string { return words } }

// A notAChoice is the error for a word that a flag does not take.
type notAChoice struct {
	word  string
	words []string
}

func (n *notAChoice) Error() string {
	last := len(n.words) - 1
	return "must be " + strings.Join(n.words[:last], ", ") + " or " + n.words[last]
}

// Set implements [pflag.Value].
func (c *choice) Set(word string) error {
	if words := c.words(); word != c.usual && !slices.Contains(words, word) {
		return &notAChoice{word, words}
	}
	*c.to = word
	return nil
}

// String implements [pflag.Value].
func (c *choice) String() string { return *c.to }

// mostShown is how many words the help shows in the place of a flag's value; more stand in its text alone.
const mostShown = 4

// Type implements [pflag.Value].
func (c *choice) Type() string {
	if words := c.words(); len(words) <= mostShown {
		return strings.Join(words, "|")
	}
	return "name"
}

// completeChoices lets the shell complete the choices of a command.
func completeChoices(c *cobra.Command) {
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if v, ok := f.Value.(*choice); ok {
			Complete(c, f.Name, false, v.words)
		}
	})
}

// Apart returns an error if any of the flags others has a value other than its default. None of them goes together with
// the flag name, which the caller knows to be given; instead is what to do about it.
func Apart(fs *pflag.FlagSet, name string, others []string, instead string) error {
	for _, other := range others {
		if f := fs.Lookup(other); f != nil && f.Changed && f.Value.String() != f.DefValue {
			return advice.With(fmt.Errorf("--%s and --%s do not go together", name, other), instead)
		}
	}
	return nil
}
