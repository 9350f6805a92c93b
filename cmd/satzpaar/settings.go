package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/spelling"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/marian/models"
)

// noTarget is the target language of sessions that translate nothing: in BCP 47 it stands for "not applicable".
const noTarget = "zxx"

// settings brings environment and configuration together: what holds for every command that opens a session. Flags
// come on top.
func (a *app) settings() (satzpaar.Config, error) {
	c, err := a.configFile()
	if err != nil {
		return satzpaar.Config{}, err
	}
	if err := marian.UseKernel(a.env("SATZPAAR_KERNEL")); err != nil { // of the whole program, before it opens a model
		return satzpaar.Config{}, usage(err, "unset SATZPAAR_KERNEL")
	}
	s := satzpaar.Config{
		From:     cmp.Or(a.env("SATZPAAR_FROM"), c.From),
		To:       cmp.Or(a.env("SATZPAAR_TO"), c.To),
		Foreign:  cmp.Or(a.env("SATZPAAR_FOREIGN"), c.Foreign),
		Backend:  cmp.Or(a.env("SATZPAAR_BACKEND"), c.Backend, "marian"),
		Fallback: c.Fallback,
		Jobs:     c.Jobs,
		Backends: map[string]satzpaar.BackendConfig{},
	}
	s.Host = satzpaar.Host{Judge: newJudge(), Models: a.modelFolder, Preferred: a.pulledModel,
		Reverse: a.reverseModel, Environ: a.environ}
	for _, name := range satzpaar.Types() {
		if _, described := c.Backends[name]; !described {
			s.Backends[name] = satzpaar.BackendConfig{}.WithEnvironment(name, a.env)
		}
	}
	for name, section := range c.Backends {
		b := section.WithEnvironment(name, a.env)
		if section.Prompt != "" {
			if b.Style, err = readPrompt(section.Prompt); err != nil {
				return s, err
			}
		}
		s.Backends[name] = b
	}
	return s, nil
}

// useModel gives a backend of a configuration a model; an empty name changes nothing.
func useModel(c *satzpaar.Config, backend, model string) {
	if b, ok := c.Backends[backend]; ok && model != "" {
		b.Model = model
		c.Backends[backend] = b
	}
}

func readPrompt(path string) (string, error) {
	raw, err := plainfile.ReadFile(path)
	if err != nil {
		return "", usage(fmt.Errorf("--prompt-file: %w", err))
	}
	return string(raw), nil
}

// modelFolder finds a pulled model.
func (t *terminal) modelFolder(name string) (string, models.Info, error) {
	info, err := models.Named(name)
	if err != nil {
		return "", info, usage(err, spelling.Meant(name, modelNames(),
			"see 'satzpaar models list --available', or give the path of a folder, such as ./"+name))
	}
	store, err := t.models()
	if err != nil {
		return "", info, err
	}
	dir, err := store.Path(info)
	if err != nil {
		return "", info, usage(err,
			"fetch it with 'satzpaar models pull "+name+"', or leave out --model to use the built-in one")
	}
	return dir, info, nil
}

// modelNames are the values of --model.
func modelNames() []string { return append([]string{"builtin"}, models.Names()...) }

// pulledModel returns the model for a language pair that has been pulled and comes first; "" if there is none.
func (t *terminal) pulledModel(pair lang.Pair) string {
	store, err := t.models()
	if err != nil {
		return ""
	}
	return store.Preferred(pair)
}

// reverseModel returns the model that takes part in the choice among the translations of the built-in one for a language
// pair; "" if there is none.
func (t *terminal) reverseModel(pair lang.Pair) string {
	store, err := t.models()
	if err != nil {
		return ""
	}
	return store.Reverse(pair)
}

// betterModel describes how to get a better model than the built-in one for a language pair; "" if there is none.
func betterModel(pair lang.Pair) string {
	m, ok := models.Better(pair, marian.BuiltinBLEU)
	if !ok {
		return ""
	}
	return fmt.Sprintf("a better model is free: satzpaar models pull %s (%s; BLEU %.0f instead of %.0f)",
		m.Name, units.Size(m.Model().Size), m.BLEU, marian.BuiltinBLEU)
}

// openSession opens a session for a command. A mistake in its configuration is wrong use.
func (a *app) openSession(ctx context.Context, config *satzpaar.Config) (*satzpaar.Session, error) {
	s, err := satzpaar.Open(ctx, *config)
	if err != nil {
		h := hinter{a, config}
		return nil, h.misuse(err)
	}
	return s, nil
}

// openReady opens a session with its backends.
func openReady(ctx context.Context, config *satzpaar.Config) (*satzpaar.Session, error) {
	s, err := satzpaar.Open(ctx, *config)
	if err != nil {
		return nil, err
	}
	if err := s.Ready(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// flagOf is the flag that sets a field of the configuration, and what to do if its value is wrong.
var flagOf = map[string]struct{ flag, hint string }{
	"From":    {"--from", "use BCP 47 tags such as de, en, es"},
	"To":      {"--to", "use BCP 47 tags such as de, en, es"},
	"Foreign": {"--foreign", "for example --foreign keep, or --foreign es=translate,en=keep"},
	"SRX":     {"--srx", ""},
	"Unit":    {"--unit", ""},
	"MaxCost": {"--max-cost", "say what it costs with price_in and price_out in [backend.NAME] of the configuration"},
	"Jobs":    {"--jobs", ""},
	"Command": {"--command", "for example --command 'apertium -u spa-eng'"},
	"Model":   {"", "fetch the model again with 'satzpaar models pull', or leave out --model to use the built-in one"},
	"Answers": {"configuration", ""},
}

// misuse makes an error of a session's configuration end the program as wrong use, with hints; errors that have their
// exit code already stay.
func (h *hinter) misuse(err error) error {
	var done *exit
	var server *translate.Error
	var config *satzpaar.ConfigError
	switch {
	case errors.As(err, &done):
		return err
	case errors.As(err, &server):
		return usage(err, h.hintsFor(server)...)
	case errors.As(err, &config):
		f := flagOf[config.Field]
		switch {
		case config.Field == "Backend":
			f.hint = spelling.Choose(config.Backend, satzpaar.BackendNames(maps.Keys(h.used.Backends)))
		case config.Field == "From" || config.Field == "To": // the error begins with the value
			err = fmt.Errorf("%s %w", f.flag, err)
		case f.flag != "":
			err = fmt.Errorf("%s: %w", f.flag, err)
		}
		return usage(err, f.hint)
	}
	return err
}
