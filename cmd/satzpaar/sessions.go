package main

import (
	"context"
	"errors"
	"sync"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
)

// sessions are the sessions that the documents of an output folder need: one for each language pair and way of reading, opened when it is first asked for.
type sessions struct {
	app    *app
	base   satzpaar.Config
	mu     sync.Mutex
	opened map[satzpaar.Reading]*satzpaar.Session
}

func (a *app) newSessions(base satzpaar.Config) *sessions {
	return &sessions{app: a, base: base, opened: map[satzpaar.Reading]*satzpaar.Session{}}
}

// of returns the session for a bitext.
func (s *sessions) of(h *bitext.Header) (*satzpaar.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	reading := satzpaar.ReadingOf(h)
	if opened := s.opened[reading]; opened != nil {
		return opened, nil
	}
	c := s.base
	reading.Apply(&c)
	opened, err := satzpaar.Open(context.Background(), c)
	if err != nil {
		h := hinter{s.app, &c}
		return nil, h.misuse(err)
	}
	s.opened[reading] = opened
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
