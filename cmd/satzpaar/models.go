package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"text/tabwriter"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
)

func modelsCommand(a *app) *cobra.Command {
	c := &cobra.Command{Use: "models", Short: "List, fetch and remove local models", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() }}
	c.AddCommand(
		&cobra.Command{Use: "list", Short: "Show which models there are and which are here", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, args []string) error { return a.modelsList() }},
		&cobra.Command{Use: "pull NAME…",
			Short: "Fetch models, checked by size and SHA-256; a broken download is resumed",
			Args:  cobra.MinimumNArgs(1),
			RunE:  func(cmd *cobra.Command, args []string) error { return a.modelsPull(cmd.Context(), args) }},
		&cobra.Command{Use: "path NAME", Short: "Print the folder of a model", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.modelsPath(args[0]) }},
		&cobra.Command{Use: "remove NAME…", Short: "Delete models from this machine", Args: cobra.MinimumNArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.modelsRemove(args) }},
	)
	return c
}

// models returns the place where pulled models lie.
func (t *terminal) models() (*marian.Puller, error) {
	dir, err := t.dataFolder()
	if err != nil {
		return nil, err
	}
	return &marian.Puller{Dir: filepath.Join(dir, "models"), BaseURL: t.env("SATZPAAR_MODELS_URL")}, nil
}

func lookup(name string) (marian.ModelInfo, error) {
	info, ok := marian.Lookup(name)
	if !ok {
		return info, usage(fmt.Errorf("there is no model %q", name), "see 'satzpaar models list'")
	}
	return info, nil
}

func (a *app) modelsList() error {
	store, err := a.models()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	printer.Printf(w, "NAME\tLANGUAGES\tARCHITECTURE\tSIZE\tLICENCE\tBLEU\tHERE\n")
	printer.Printf(w, "builtin\tde → en\t\tin the program\tsee the model card\t%.1f\tyes\n", marian.BuiltinBLEU)
	for _, m := range marian.Registry() {
		here := "no"
		if store.Installed(m) {
			here = "yes"
		}
		bleu := "–"
		if m.BLEU > 0 {
			bleu = fmt.Sprintf("%.1f", m.BLEU)
		}
		printer.Printf(w, "%s\t%s → %s\t%s %s\t%s\t%s\t%s\t%s\n",
			m.Name, m.From, m.To, m.Arch, m.Version, size(m.Size()), m.Licence, bleu, here)
	}
	printer.Printf(w,
		"\nBLEU is on the development set of FLORES: for builtin as measured, for the others as their makers "+
			"report. A model that is here is taken for its languages by itself.\n")
	return w.Flush()
}

func (a *app) modelsPull(ctx context.Context, names []string) error {
	store, err := a.models()
	if err != nil {
		return err
	}
	for _, name := range names {
		info, err := lookup(name)
		if err != nil {
			return err
		}
		var bar *progressbar.ProgressBar
		if a.interactive {
			bar = progressbar.NewOptions64(info.Size(), progressbar.OptionSetWriter(a.stderr),
				progressbar.OptionSetDescription(name), progressbar.OptionShowBytes(true),
				progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
			// A bar that cannot be drawn is no reason to stop.
			store.Progress = func(done, _ int64) { _ = bar.Set64(done) }
		}
		err = store.Pull(ctx, info)
		if bar != nil {
			_ = bar.Finish()
		}
		if err != nil {
			if ctx.Err() != nil {
				a.say("what has arrived is kept: the same command goes on from there")
				return context.Cause(ctx)
			}
			var refused *translate.Error
			if errors.As(err, &refused) && refused.Kind == translate.Unavailable {
				return &exit{exitBackend, err,
					[]string{"the built-in model works without a network: leave out --model"}}
			}
			return &exit{exitBackend, err, nil}
		}
		dir, err := store.Path(info)
		if err != nil {
			return &exit{exitBackend, err, nil}
		}
		a.say("%s is in %s; use it with --model %s", name, dir, name)
	}
	return nil
}

func (a *app) modelsPath(name string) error {
	store, err := a.models()
	if err != nil {
		return err
	}
	info, err := lookup(name)
	if err != nil {
		return err
	}
	dir, err := store.Path(info)
	if err != nil {
		return usage(err, "fetch it with 'satzpaar models pull "+name+"'")
	}
	_, err = printer.Printf(a.stdout, "%v\n", dir)
	return err
}

func (a *app) modelsRemove(names []string) error {
	store, err := a.models()
	if err != nil {
		return err
	}
	for _, name := range names {
		info, err := lookup(name)
		if err != nil {
			return err
		}
		if err := store.Remove(a.hard, info); err != nil {
			return usage(err)
		}
	}
	return nil
}
