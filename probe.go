package satzpaar

import (
	"cmp"
	"context"
	"maps"
	"time"
)

// A BackendStatus describes how a backend is set up and, if it was asked, whether it answers.
type BackendStatus struct {
	Name    string  `json:"name"`
	Type    string  `json:"type"`
	Key     string  `json:"key,omitempty"` // the environment variable that holds it
	KeySet  bool    `json:"keySet,omitempty"`
	Setup   string  `json:"setup"` // what it needs
	Answer  string  `json:"answer,omitempty"`
	Error   string  `json:"error,omitempty"` // why it did not answer
	Seconds float64 `json:"seconds,omitempty"`
}

// Statuses describes the backends of a configuration, those of every type that it does not describe itself among them,
// in the order of [BackendNames]. It asks none of them.
func Statuses(c *Config) []BackendStatus {
	var all []BackendStatus
	for _, name := range BackendNames(maps.Keys(c.Backends)) {
		b := c.Backends[name]
		b.Type = cmp.Or(b.Type, name)
		status := BackendStatus{Name: name, Type: b.Type, Key: b.keyVariable(), KeySet: b.Key != ""}
		if t := typeNamed(b.Type); t != nil {
			status.Setup = t.setup
		}
		all = append(all, status)
	}
	return all
}

// probeSentence is what a probe translates, and probeTime how long it waits.
const (
	probeSentence = "Das ist ein kurzer Satz."
	probeTime     = 30 * time.Second
)

// Probe has the backend translate one sentence, without retries or cache, since the question is whether it answers now,
// and writes down what came of it. Hosted services bill the sentence.
func (b *BackendStatus) Probe(ctx context.Context, c Config, now func() time.Time) {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	c.Backend, c.Fallback, c.Foreign, c.Jobs = b.Name, "", "", 1
	start := now()
	err := func() error {
		s, err := Open(ctx, c)
		if err != nil {
			return err
		}
		defer s.Close()
		start = now()
		b.Answer, err = s.Probe(ctx, probeSentence)
		return err
	}()
	b.Seconds = now().Sub(start).Seconds()
	if err != nil {
		b.Error = err.Error()
	}
}
