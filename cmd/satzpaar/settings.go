package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/translate/marian"
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
	s, err := c.Config(a.env)
	if err != nil {
		return s, err
	}
	s.Host = satzpaar.Host{Judge: newJudge(), Models: a.modelFolder, Preferred: a.pulledModel,
		Reverse: a.reverseModel, Environ: a.environ}
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
