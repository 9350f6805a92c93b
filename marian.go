package satzpaar

import (
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/marian/models"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// openMarian opens the model that is named, or else what is there for the languages of the session.
func openMarian(s *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	config := s.marianConfig(c)
	if c.Model != "" && c.Model != marian.BuiltinName {
		return unclosed(s.model(c.Model, s.pair, config))
	}
	if c.Model == "" {
		b, err := s.modelsFor(s.pair, config)
		if b != nil || err != nil {
			return b, nil, err
		}
	}
	// It refuses other languages by itself, which then are for a fallback. Who names it wants what is in the program.
	return unclosed(s.models.open("", config))
}

// A modelPool holds the models that sessions have opened, so that none is in memory twice.
type modelPool struct {
	mu   sync.Mutex
	have map[modelKey]*marian.Backend
}

// A modelKey is all that tells models of a pool apart.
type modelKey struct {
	dir, name, from, to string
	beam, workers       int
	reverse             *marian.Backend
}

// open returns the model in a folder, or the built-in one if dir is empty.
func (p *modelPool) open(dir string, c marian.Config) (*marian.Backend, error) {
	key := modelKey{dir, c.Name, c.From.String(), c.To.String(), c.Beam, c.Workers, c.Reverse}
	p.mu.Lock()
	defer p.mu.Unlock()
	if b := p.have[key]; b != nil {
		return b, nil
	}
	var b *marian.Backend
	var err error
	if dir == "" {
		b, err = marian.Builtin(c)
	} else {
		b, err = marian.Open(dir, c)
	}
	if err != nil {
		return nil, err
	}
	if p.have == nil {
		p.have = map[modelKey]*marian.Backend{}
	}
	p.have[key] = b
	return b, nil
}

func (s *Session) marianConfig(c *BackendConfig) marian.Config {
	config := marian.Config{Workers: s.config.Jobs, Beam: c.Beam}
	if s.config.Fast {
		config.Beam = 1
	}
	return config
}

// builtin opens the built-in model, with the reverse one that is here unless the search is to be fast.
func (s *Session) builtin(config marian.Config) (*marian.Backend, error) {
	if s.config.Host.Reverse != nil && config.Beam != 1 {
		if name := s.config.Host.Reverse(lang.GermanEnglish); name != "" {
			back, err := s.model(name, lang.GermanEnglish.Reversed(), marian.Config{Workers: config.Workers})
			if err != nil {
				return nil, err
			}
			config.Reverse = back
		}
	}
	return s.models.open("", config)
}

// model opens the model with a name, or in a folder.
func (s *Session) model(name string, pair lang.Pair, config marian.Config) (*marian.Backend, error) {
	dir := name
	if !strings.ContainsAny(dir, `/\`) {
		if s.config.Host.Models == nil {
			return nil, wrong("Model", "unknown model %q", name)
		}
		var info models.Info
		var err error
		if dir, info, err = s.config.Host.Models(name); err != nil {
			return nil, err
		}
		config.Name, config.From, config.To = info.Name, info.From, info.To
		if info.Serves(pair) {
			config.From, config.To = pair.From, pair.To
		}
	}
	b, err := s.models.open(dir, config)
	if err != nil {
		return nil, &ConfigError{Field: "Model", Err: err}
	}
	return b, nil
}

// modelsFor opens the model that is here for a language pair, or the two that are here by way of English. It returns
// nil if nothing is.
func (s *Session) modelsFor(pair lang.Pair, config marian.Config) (translate.Backend, error) {
	if b, err := s.direct(pair, config); b != nil || err != nil {
		return b, err
	}
	first, err := s.direct(lang.Pair{From: pair.From, To: models.Via}, config)
	if first == nil || err != nil {
		return nil, err
	}
	second, err := s.direct(lang.Pair{From: models.Via, To: pair.To}, config)
	if second == nil || err != nil {
		return nil, err
	}
	return stack.Termed(stack.Pivot(first, second, models.Via)), nil
}

// direct opens the model for a language pair, or returns nil.
func (s *Session) direct(pair lang.Pair, config marian.Config) (translate.Backend, error) {
	if s.config.Host.Preferred != nil {
		if name := s.config.Host.Preferred(pair); name != "" {
			b, err := s.model(name, pair, config)
			if err != nil {
				return nil, err
			}
			return b, nil
		}
	}
	if pair.Same(lang.GermanEnglish) {
		b, err := s.builtin(config)
		if err != nil {
			return nil, err
		}
		return b, nil
	}
	return nil, nil
}

// foreign returns what translates foreign text where the session's own backend does not: the models of the built-in
// engine that are here for its language. It returns nil if there are none.
func (s *Session) foreign(from language.Tag) (translate.Backend, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	c, t, err := s.backendConfig("marian")
	if err != nil || t.name != "marian" || s.config.Host.Backends[t.name] != nil {
		return nil, err // the name is used for something else
	}
	pair := lang.Pair{From: from, To: s.pair.To}
	name := t.name + " " + pair.String()
	if st, ok := s.stacks[name]; ok {
		return st.backend, nil
	}
	raw, err := s.modelsFor(pair, s.marianConfig(c))
	if err != nil {
		return nil, fmt.Errorf("opening the model for %s: %w", pair, err)
	}
	st := &opened{name: name, config: *c, raw: raw}
	if raw != nil {
		if err := s.decorate(st, t); err != nil {
			return nil, err
		}
		s.order = append(s.order, st)
	}
	s.stacks[name] = st
	return st.backend, nil
}
