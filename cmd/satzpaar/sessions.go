package main

import (
	"context"
	"errors"
	"sync"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
)

// sessions are the sessions that the bitexts of an output folder need: one for each language pair, opened when it is first asked for.
type sessions struct {
	app    *app
	base   satzpaar.Config
	mu     sync.Mutex
	opened map[[2]string]*satzpaar.Session // by From and To
}

func (a *app) newSessions(base satzpaar.Config) *sessions {
	return &sessions{app: a, base: base, opened: map[[2]string]*satzpaar.Session{}}
}

// of returns the session for a bitext.
func (s *sessions) of(h *bitext.Header) (*satzpaar.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pair := [2]string{h.From, h.To}
	if opened := s.opened[pair]; opened != nil {
		return opened, nil
	}
	c := s.base
	c.From, c.To = h.From, h.To
	opened, err := satzpaar.Open(context.Background(), c)
	if err != nil {
		h := hinter{s.app, &c}
		return nil, h.misuse(err)
	}
	s.opened[pair] = opened
	return opened, nil
}

func (s *sessions) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for _, opened := range s.opened {
		err = errors.Join(err, opened.Close())
	}
	s.opened = nil
	return err
}
