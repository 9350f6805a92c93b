package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// kindDocs say how each type of backend is set up.
var kindDocs = map[string]string{
	"marian":         "neural, in this program; --model NAME for a model of 'satzpaar models list'",
	"openai":         "OPENAI_API_KEY, --base-url or OPENAI_BASE_URL, --model or OPENAI_MODEL",
	"libretranslate": "LIBRETRANSLATE_URL or --base-url; LIBRETRANSLATE_API_KEY if the server wants one",
	"deepl":          "DEEPL_API_KEY",
	"command":        "--command 'PROGRAM ARGS', --protocol lines|jsonl",
	"echo":           "nothing: returns the source",
}

func backendsCommand(a *app) *cobra.Command {
	var probe, asJSON bool
	c := &cobra.Command{
		Use:   "backends [--probe]",
		Short: "Show what can be plugged in, and with --probe whether it answers and how fast",
		Long:  "backends lists the types of backends and those of the configuration. With --probe, each that is configured translates one sentence; hosted ones bill it.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, args []string) error { return a.backends(cmd.Context(), probe, asJSON) },
	}
	c.Flags().BoolVar(&probe, "probe", false, "translate one sentence with each")
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return c
}

// A probed backend is a line of the list.
type probed struct {
	Name    string  `json:"name"`
	Type    string  `json:"type"`
	Setup   string  `json:"setup"`
	Answer  string  `json:"answer,omitempty"`
	Error   string  `json:"error,omitempty"`
	Seconds float64 `json:"seconds,omitempty"`
}

// probeSentence is what a probe translates.
const probeSentence = "Das ist ein kurzer Satz."

func (a *app) backends(ctx context.Context, probe, asJSON bool) error {
	c, err := a.readConfig()
	if err != nil {
		return err
	}
	names := append(slices.Clone(kinds), slices.Sorted(maps.Keys(c.Backends))...)
	target, err := newTargetDetector(language.English)
	if err != nil {
		return err
	}
	j := &job{app: a, flags: &translateFlags{}, config: c, jobs: 1}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, name := range slices.Compact(names) {
		bc, err := j.backendConfig(name, false)
		if err != nil {
			return err
		}
		p := probed{Name: name, Type: bc.Type, Setup: kindDocs[bc.Type]}
		if probe {
			j.probe(ctx, bc, target, &p)
		}
		if asJSON {
			e := json.NewEncoder(a.stdout)
			e.SetEscapeHTML(false)
			err = e.Encode(p)
		} else {
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\n", p.Name, p.Type, p.line(probe))
		}
		if err != nil {
			return usage(fmt.Errorf("standard output: %w", err))
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return w.Flush()
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
func (j *job) probe(ctx context.Context, c *backendConfig, target detect.Detector, p *probed) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	b, closer, err := j.newBackend(c, verify.Rules{Language: func(text string) (language.Tag, float64) { return judge(target, text) }})
	if err != nil {
		p.Error = err.Error()
		return
	}
	if closer != nil {
		defer closer()
	}
	start := j.now()
	results, _, err := b.Translate(ctx, translate.Request{From: language.German, To: language.English, Items: []translate.Item{{Text: probeSentence}}})
	p.Seconds = j.now().Sub(start).Seconds()
	switch {
	case err != nil:
		p.Error = err.Error()
	case results[0].Err != nil:
		p.Error = results[0].Err.Error()
	default:
		p.Answer = results[0].Text
	}
}
