package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"text/tabwriter"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
)

func modelsCommand(a *app) *cobra.Command {
	c := &cobra.Command{Use: "models", Short: "List, fetch and remove local models", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() }}
	c.AddCommand(
		&cobra.Command{Use: "list", Short: "Show which models there are and which are here", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, args []string) error { return a.modelsList() }},
		&cobra.Command{Use: "pull NAME…", Short: "Fetch models, checked by size and SHA-256; a broken download is resumed", Args: cobra.MinimumNArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.modelsPull(cmd.Context(), args) }},
		&cobra.Command{Use: "path NAME", Short: "Print the folder of a model", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.modelsPath(args[0]) }},
		&cobra.Command{Use: "remove NAME…", Short: "Delete models from this machine", Args: cobra.MinimumNArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.modelsRemove(args) }},
	)
	return c
}
