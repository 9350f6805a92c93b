// Package commandline adds to package cobra what its commands lack: advice on wrong use, flags that take one of several
// words, and completion of lists.
package commandline

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/spelling"
)

// Leaf returns a command without sub-commands whose help is a single line.
func Leaf(
	use, short string,
	takes cobra.PositionalArgs,
	run func(ctx context.Context, args []string) error,
) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: takes,
		RunE: func(cmd *cobra.Command, args []string) error { return run(cmd.Context(), args) }}
}

// Group returns a command that has only sub-commands.
func Group(use, short string, all ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	c.AddCommand(all...)
	return c
}

// Advise adds advice to the errors of a command, and of those below it, about wrong flags and arguments: what was
// probably meant. It lets the shell complete their choices.
func Advise(c *cobra.Command) {
	completeChoices(c)
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		hint := "see " + c.CommandPath() + " --help"
		var unknown *pflag.NotExistError
		var wrong *notAChoice
		switch {
		case errors.As(err, &unknown):
			hint = spelling.Meant("--"+unknown.GetSpecifiedName(), flagNames(c), hint)
		case errors.As(err, &wrong):
			hint = spelling.Meant(wrong.word, wrong.words, hint)
		}
		return advice.With(err, hint)
	})
	if takes := c.Args; takes != nil {
		c.Args = func(c *cobra.Command, given []string) error {
			if err := takes(c, given); err != nil {
				return advice.With(err, argumentHint(c, given))
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		Advise(sub)
	}
}

// flagNames returns the flags of a command, as they are written.
func flagNames(c *cobra.Command) []string {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}

// argumentHint returns what a command takes instead of the arguments that it was given.
func argumentHint(c *cobra.Command, given []string) string {
	if !c.HasAvailableSubCommands() || len(given) == 0 {
		return "write " + c.UseLine() + "; see " + c.CommandPath() + " --help"
	}
	var names []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return spelling.Meant(given[0], names, "see "+c.CommandPath()+" --help")
}

// Complete lets the shell complete a flag with values, which is called when the shell asks; file names are not offered.
// If list is set, the flag takes a list with commas, whose last item is completed with values that it lacks. A flag
// that the command does not have is passed over.
func Complete(c *cobra.Command, flag string, list bool, values func() []string) {
	if c.Flags().Lookup(flag) == nil {
		return
	}
	complete := func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		if !list {
			return values(), cobra.ShellCompDirectiveNoFileComp
		}
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		var out []string
		for _, v := range values() {
			if !slices.Contains(strings.Split(before, ","), v) {
				out = append(out, before+v)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	_ = c.RegisterFlagCompletionFunc(flag, complete) // fails only for a flag that is not there, or twice
}
