package main

import (
	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/manpage"
)

// manCommand is for those who make packages: it writes the manual from the texts of the help.
func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Write the manual pages into a folder",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE:   func(cmd *cobra.Command, args []string) error { return manpage.Write(args[0], cmd.Root()) },
	}
}
