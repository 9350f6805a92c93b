package main

import (
	"context"
	"errors"

	"github.com/satzpaar/satzpaar"
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
	s, err := c.Config(a.env)
	if err != nil {
		return s, err
	}
	s.Host = satzpaar.Host{Judge: newJudge(), Environ: a.environ}
	if store, err := a.models(); err == nil {
		s.Host.Models, s.Host.Preferred, s.Host.Reverse = store.Find, store.Preferred, store.Reverse
	} else { // there may be no place for models, but the built-in one needs none
		s.Host.Models = func(string) (string, models.Info, error) { return "", models.Info{}, err }
	}
	return s, nil
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

// openReady opens a session with its backends; see openSession.
func (a *app) openReady(ctx context.Context, config *satzpaar.Config) (*satzpaar.Session, error) {
	s, err := a.openSession(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := s.Ready(ctx); err != nil {
		h := hinter{a, config}
		return nil, errors.Join(h.misuse(err), s.Close())
	}
	return s, nil
}
