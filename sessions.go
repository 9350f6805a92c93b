package satzpaar

import (
	"errors"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/translate"
)

// Sessions are the sessions that bitexts of several language pairs need, all of one configuration: one for each pair,
// opened when it is first asked for. Models that several pairs need are in memory once. They are safe for concurrent
// use.
type Sessions struct {
	base   Config
	models modelPool
	mu     sync.Mutex
	opened map[[2]string]*Session // by From and To; nil once closed
}

// NewSessions returns the sessions of a configuration, whose languages do not matter.
func NewSessions(base Config) *Sessions {
	return &Sessions{base: base, opened: map[[2]string]*Session{}}
}

// For returns the session for a bitext. A mistake in the configuration is a [*ConfigError].
func (s *Sessions) For(h *bitext.Header) (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened == nil {
		return nil, errClosed
	}
	pair := [2]string{h.From, h.To}
	if opened := s.opened[pair]; opened != nil {
		return opened, nil
	}
	c := s.base
	c.From, c.To = h.From, h.To
	opened, err := open(c, &s.models)
	if err != nil {
		return nil, err
	}
	s.opened[pair] = opened
	return opened, nil
}

// SetGlossary puts other terms in place of those of the configuration, in all sessions; see [Session.SetGlossary].
func (s *Sessions) SetGlossary(terms []translate.Term) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base.Glossary = terms
	for _, opened := range s.opened {
		opened.SetGlossary(terms)
	}
}

// Close closes the sessions.
func (s *Sessions) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for _, opened := range s.opened {
		err = errors.Join(err, opened.Close())
	}
	s.opened = nil
	return err
}
