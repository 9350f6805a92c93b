package main

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/satzpaar/satzpaar/internal/spelling"
)

// adviseOnUse adds hints to the errors of a command, and of those below it, about wrong flags and arguments: what was
// probably meant.
func adviseOnUse(c *cobra.Command) {
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		hint := "see " + c.CommandPath() + " --help"
		if unknown := (*pflag.NotExistError)(nil); errors.As(err, &unknown) {
			hint = spelling.Meant("--"+unknown.GetSpecifiedName(), flagNames(c), hint)
		}
		return usage(err, hint)
	})
	if takes := c.Args; takes != nil {
		c.Args = func(c *cobra.Command, given []string) error {
			if err := takes(c, given); err != nil {
				return usage(err, argumentHint(c, given))
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		adviseOnUse(sub)
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
	if !c.HasAvailableSubCommands() {
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
