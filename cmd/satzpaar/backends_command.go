package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/internal/printer"
)

func backendsCommand(a *app) *cobra.Command {
	var probe, asJSON bool
	c := &cobra.Command{
		Use:   "backends [--probe]",
		Short: "Show what can be plugged in, and with --probe whether it answers and how fast",
		Long: `backends lists the types of backends and those of the configuration, the environment variable that
holds the key of each, and whether it is set. With --probe, each that is configured translates one
sentence; hosted ones bill it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.backends(cmd.Context(), probe, asJSON) },
	}
	c.Flags().BoolVar(&probe, "probe", false, "translate one sentence with each")
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return c
}

func (a *app) backends(ctx context.Context, probe, asJSON bool) error {
	config, err := a.settings()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	if !asJSON {
		printer.Printf(w, "NAME\tTYPE\tKEY\tSETUP\n")
	}
	for _, b := range satzpaar.Statuses(&config) {
		if probe {
			b.Probe(ctx, config, a.now)
		}
		if asJSON {
			if err := a.printJSON(b, ""); err != nil {
				return err
			}
		} else {
			printer.Printf(w, "%s\t%s\t%s\t%s\n", b.Name, b.Type, keyText(&b), statusText(&b, probe))
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return w.Flush()
}

// keyText names the environment variable that holds the key, and shows whether it is set.
func keyText(b *satzpaar.BackendStatus) string {
	switch {
	case b.Key == "":
		return "none"
	case b.KeySet:
		return b.Key + " (set)"
	}
	return b.Key + " (not set)"
}

func statusText(b *satzpaar.BackendStatus, probed bool) string {
	switch {
	case b.Error != "":
		return "no: " + b.Error
	case probed:
		return fmt.Sprintf("yes, in %.2f s: %s", b.Seconds, b.Answer)
	}
	return b.Setup
}
