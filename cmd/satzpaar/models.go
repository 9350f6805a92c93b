package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/configfile"
	"github.com/satzpaar/satzpaar/internal/progress"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/marian/models"
)

func modelsCommand(a *app) *cobra.Command {
	var available, asJSON bool
	list := commandline.Leaf("list", "List the models that are installed, or all that can be fetched", cobra.NoArgs,
		func(context.Context, []string) error { return a.modelsList(available, asJSON) })
	list.Flags().BoolVar(&available, "available", false, "list the models that can be fetched, too")
	list.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	var from string
	var wide bool
	pull := &cobra.Command{Use: "pull NAME…",
		Short: "Fetch models, checked by size and SHA-256; a broken download is resumed",
		Long: `pull fetches models by their names or languages: fr-en, or de-fr, which takes two, since none
translates it alone. Firefox's Remote Settings are asked first, then the bucket of the Firefox
Translations project, then addresses that are compiled in. SATZPAAR_MODELS_URL names a mirror that keeps
the paths.

The hashes of model files are compiled in. Those of vocabularies and lexicons are known to Remote
Settings alone: such files from elsewhere are tried with the model and pinned at first use.

Models of the OPUS-MT project are installed from their zip archives, with int8 weights, and so are models
that satzpaar's own trainer has packed, whose model.json has the hashes.`,
		Example: "  satzpaar models pull de-en\n  satzpaar models pull --from opus-2020-02-26.zip de-fr",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.modelsPull(cmd.Context(), args, from, wide) }}
	pull.Flags().StringVar(&from, "from", "",
		"`folder` or zip archive to install from, instead of the network: files that were fetched elsewhere, an "+
			"OPUS-MT model, or one of satzpaar's own")
	pull.Flags().BoolVar(&wide, "float32", false,
		"keep the weights of an OPUS-MT model as they are, which is slower, instead of making them int8")
	return commandline.Group("models", "List, fetch, check and remove local models",
		list,
		pull,
		commandline.Leaf("update [NAME…]", "Fetch the newest releases of installed models", nil, a.modelsUpdate),
		commandline.Leaf("verify [NAME…]", "Read installed models and compare their SHA-256", nil, a.modelsVerify),
		commandline.Leaf("path NAME", "Print the folder of a model", cobra.ExactArgs(1), a.modelsPath),
		commandline.Leaf("remove NAME…", "Delete models from this machine", cobra.MinimumNArgs(1), a.modelsRemove),
	)
}

// models returns the place where pulled models lie.
func (t *terminal) models() (*models.Puller, error) {
	dir, err := configfile.DataFolder(t.env)
	if err != nil {
		return nil, err
	}
	return &models.Puller{
		Dir:     filepath.Join(dir, "models"),
		BaseURL: t.env("SATZPAAR_MODELS_URL"),
		Try: func(dir string, m models.Info) error {
			_, err := marian.Open(dir, marian.Config{Name: m.Name, From: m.From, To: m.To, Workers: 1})
			return err
		},
	}, nil
}

// modelNames are the values of --model.
func modelNames() []string { return append([]string{marian.BuiltinName}, models.Names()...) }

// betterModel describes how to get a better model than the built-in one for a language pair; "" if there is none.
func betterModel(pair lang.Pair) string {
	m, ok := models.Better(pair, marian.BuiltinBLEU)
	if !ok {
		return ""
	}
	return fmt.Sprintf("a better model is free: satzpaar models pull %s (%s; BLEU %.0f instead of %.0f)",
		m.Name, units.Size(m.Model().Size), m.BLEU, marian.BuiltinBLEU)
}

// modelsWanted returns the models that a name stands for: one, or those for a pair of languages, which it prints.
func (a *app) modelsWanted(store *models.Puller, name string) ([]models.Info, error) {
	chain, err := store.Wanted(name)
	switch {
	case errors.Is(err, models.ErrNotOPUS):
		return nil, usage(errors.New("--float32 is for OPUS-MT models, which --from names"))
	case err != nil:
		return nil, err
	case chain[0].Given(): // it is called as the files are
	case len(chain) > 1:
		a.say("no model translates %s: %s and %s do together, through English", name, chain[0].Name, chain[1].Name)
	case chain[0].Name != name:
		a.say("%s is the model for %s", chain[0].Name, name)
	}
	return chain, nil
}

// here returns the models of these names, or all that have been pulled if there are none, damaged ones too, and the
// place where they lie.
func (a *app) here(names []string) (*models.Puller, []models.Info, error) {
	store, err := a.models()
	if err != nil {
		return nil, nil, err
	}
	found, err := store.PulledNamed(names)
	if err == nil && len(found) == 0 {
		a.say("no model has been pulled: the built-in one is part of the program")
	}
	return store, found, err
}

func (a *app) modelsPull(ctx context.Context, names []string, from string, wide bool) error {
	store, err := a.models()
	if err != nil {
		return err
	}
	if from != "" {
		files, closed, err := models.OpenCarried(from)
		if err != nil {
			return &exit{exitUnreadable, fmt.Errorf("--from: %w", err), nil}
		}
		defer closed()
		store.Carried = files
	}
	store.Float32 = wide
	var all []models.Info
	for _, name := range names {
		wanted, err := a.modelsWanted(store, name)
		if err != nil {
			return err
		}
		all = append(all, wanted...)
	}
	for _, info := range all {
		err := a.watched(store, info.Name, func() error { return store.Pull(ctx, info) })
		if err != nil {
			return a.pullFailed(ctx, err)
		}
		dir, err := store.Path(info)
		if err != nil {
			return &exit{exitBackend, err, nil}
		}
		a.say("%s is in %s; use it with --model %s", info.Name, dir, info.Name)
		a.sayPinned(store, info)
	}
	return nil
}

// watched calls do, which fetches a model, with a bar where a person watches.
func (a *app) watched(store *models.Puller, name string, do func() error) error {
	if !a.interactive {
		return do()
	}
	show, finish := progress.Download(a.stderr, name)
	defer finish()
	store.Progress = show
	defer func() { store.Progress = nil }()
	return do()
}

// pullFailed gives the error of a model that did not come hints and its exit code.
func (a *app) pullFailed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		a.say("what was downloaded is kept, and the same command goes on from there")
		return context.Cause(ctx)
	}
	var refused *translate.Error
	if errors.As(err, &refused) && refused.Kind == translate.Unavailable {
		return &exit{exitBackend, err, []string{"the built-in model works without a network: leave out --model"}}
	}
	return &exit{exitBackend, err, nil}
}

// sayPinned names the files of a model that were pinned at first use.
func (a *app) sayPinned(store *models.Puller, info models.Info) {
	receipt, _ := store.Receipt(info)
	if pinned := receipt.Pinned(); len(pinned) > 0 {
		a.say("%s: no hashes of %s have been published; they came from %s, work with the model, and are pinned "+
			"from now on", info.Name, strings.Join(pinned, " and "), receipt.Source)
	}
}

func (a *app) modelsUpdate(ctx context.Context, names []string) error {
	store, all, err := a.here(names)
	if err != nil {
		return err
	}
	for _, m := range all {
		changed := false
		err := a.watched(store, m.Name, func() (err error) {
			changed, err = store.Update(ctx, m)
			return err
		})
		if err != nil {
			return a.pullFailed(ctx, err)
		}
		switch {
		case m.Given():
			a.say("%s was installed with --from: install another release with 'satzpaar models pull --from'", m.Name)
			continue
		case !changed:
			a.say("%s is the newest release", m.Name)
			continue
		}
		receipt, _ := store.Receipt(m)
		a.say("%s is now %s, from %s", m.Name, cmp.Or(receipt.Version, "the newest release"), receipt.Source)
		a.sayPinned(store, m)
	}
	return nil
}

func (a *app) modelsVerify(ctx context.Context, names []string) error {
	store, all, err := a.here(names)
	if err != nil {
		return err
	}
	var damaged []string
	for _, m := range all {
		switch err := store.Verify(ctx, m); {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			a.note(err)
			damaged = append(damaged, m.Name)
		default:
			receipt, _ := store.Receipt(m)
			if pinned := receipt.Pinned(); len(pinned) > 0 {
				a.say("%s is intact; %s as pinned when pulled", m.Name, strings.Join(pinned, " and "))
			} else {
				a.say("%s is intact", m.Name)
			}
		}
	}
	if len(damaged) > 0 {
		return &exit{exitFailed, fmt.Errorf("damaged: %s", strings.Join(damaged, ", ")),
			[]string{"fetch what is damaged again with 'satzpaar models pull " + strings.Join(damaged, " ") + "'"}}
	}
	return nil
}

func (a *app) modelsPath(_ context.Context, names []string) error {
	store, err := a.models()
	if err != nil {
		return err
	}
	info, err := models.Named(names[0])
	if err != nil {
		return err
	}
	dir, err := store.Path(info)
	if err != nil {
		return err
	}
	a.print("%v\n", dir)
	return nil
}

func (a *app) modelsRemove(_ context.Context, names []string) error {
	store, err := a.models()
	if err != nil {
		return err
	}
	for _, name := range names {
		info, err := models.Named(name)
		if err != nil {
			return err
		}
		if err := store.Remove(a.hard, info); err != nil {
			return err
		}
	}
	return nil
}
