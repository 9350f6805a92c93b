package main

import (
	"context"
	"fmt"
	"maps"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/internal/printer"
)

func backendsCommand(a *app) *cobra.Command {
	var probe, asJSON bool
	c := &cobra.Command{
		Use:   "backends [--probe]",
		Short: "Show what can be plugged in, and with --probe whether it answers and how fast",
		Long: "backends lists the types of backends and those of the configuration, the environment variable that " +
			"holds the key of each, and whether it is set. With --probe, each that is configured translates one " +
			"sentence; hosted ones bill it.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.backends(cmd.Context(), probe, asJSON) },
	}
	c.Flags().BoolVar(&probe, "probe", false, "translate one sentence with each")
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return c
}

// A probed backend is a line of the list.
type probed struct {
	Name    string  `json:"name"`
	Type    string  `json:"type"`
	Key     string  `json:"key,omitempty"` // the environment variable
	KeySet  bool    `json:"keySet,omitempty"`
	Setup   string  `json:"setup"`
	Answer  string  `json:"answer,omitempty"`
	Error   string  `json:"error,omitempty"`
	Seconds float64 `json:"seconds,omitempty"`
}

// probeSentence is what a probe translates.
const probeSentence = "Das ist ein kurzer Satz."

func (a *app) backends(ctx context.Context, probe, asJSON bool) error {
	config, err := a.settings()
	if err != nil {
		return err
	}
	config.Jobs, config.Fallback, config.Foreign = 1, "", ""
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	if !asJSON {
		printer.Printf(w, "NAME\tTYPE\tKEY\tSETUP\n")
	}
	for _, name := range satzpaar.BackendNames(maps.Keys(config.Backends)) {
		b := config.Backends[name]
		p := probed{Name: name, Type: b.Type, Key: b.KeyVariable(), KeySet: b.Key != "", Setup: satzpaar.Setup(b.Type)}
		if probe {
			a.probe(ctx, config, &p)
		}
		if asJSON {
			err = printJSON(a.stdout, p, "")
		} else {
			_, err = printer.Printf(w, "%s\t%s\t%s\t%s\n", p.Name, p.Type, p.key(), p.line(probe))
		}
		if err != nil {
			return unwritten(err)
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return w.Flush()
}

// key says which environment variable holds the key, and whether it does.
func (p *probed) key() string {
	switch {
	case p.Key == "":
		return "none"
	case p.KeySet:
		return p.Key + " (set)"
	}
	return p.Key + " (not set)"
}

func (p *probed) line(probe bool) string {
	switch {
	case p.Error != "":
		return "no: " + p.Error
	case probe:
		return fmt.Sprintf("yes, in %.2f s: %s", p.Seconds, p.Answer)
	}
	return p.Setup
}

// probe translates one sentence without retries or cache: the question is whether the backend answers now.
func (a *app) probe(ctx context.Context, config satzpaar.Config, p *probed) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	config.Backend = p.Name
	start := a.now()
	answer, err := func() (string, error) {
		s, err := satzpaar.Open(ctx, config)
		if err != nil {
			return "", err
		}
		defer s.Close()
		start = a.now()
		return s.Probe(ctx, probeSentence)
	}()
	p.Seconds = a.now().Sub(start).Seconds()
	if err != nil {
		p.Error = err.Error()
		return
	}
	p.Answer = answer
}
