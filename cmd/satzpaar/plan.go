package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/translate"
)

// planned is a backend of a dry run: it adds up what it is asked and sends nothing.
type planned struct {
	translate.Backend
	mu      sync.Mutex
	planner *translate.Planner
}

// Translate answers every text with itself.
func (p *planned) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.planner.Add(ctx, &req); err != nil {
		return nil, translate.Usage{}, translate.Errorf(translate.Internal, "", "planning: %w", err)
	}
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		out[i].Text = it.Text
	}
	return out, translate.Usage{}, nil
}

// plan says what a run over inputs would send and cost.
func (j *job) plan(ctx context.Context, inputs *corpus.Inputs) error {
	p, backends, err := j.pipeline(ctx, nil)
	if err != nil {
		return err
	}
	defer backends.close()
	p.Checks = nil
	unreadable := len(inputs.Failed)
	for _, in := range inputs.Files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		raw, err := os.ReadFile(in.Path)
		if err == nil {
			d, parseErr := j.parse(in.Name, raw)
			if err = parseErr; err == nil {
				if _, _, err := p.Document(ctx, d, nil); err != nil {
					return usage(err)
				}
				continue
			}
		}
		j.say("%v", err)
		unreadable++
	}
	for i, b := range backends.plans {
		plan := b.planner.Plan()
		if j.flags.json {
			line := struct {
				Backend string `json:"backend"`
				translate.Plan
			}{backends.ids[i], plan}
			if err := json.NewEncoder(j.stdout).Encode(line); err != nil {
				return usage(fmt.Errorf("standard output: %w", err))
			}
			continue
		}
		fmt.Fprintf(j.stdout, "%s\n  %s, %s: %d different, %d of them in the cache, %d to send in at least %s\n", backends.ids[i], count(plan.Documents, "document"),
			count(plan.Sentences, "sentence"), plan.Unique, plan.Cached, plan.ToSend, count(plan.Requests, "request"))
		fmt.Fprintf(j.stdout, "  about %.0f to %.0f tokens in, %.0f to %.0f out\n", plan.Source.Low, plan.Source.High, plan.Target.Low, plan.Target.High)
		switch {
		case !plan.PriceKnown:
			fmt.Fprintf(j.stdout, "  cost not known: set price_in and price_out in [backend.NAME] of the configuration\n")
		case plan.Cost.High == 0:
			fmt.Fprintf(j.stdout, "  costs nothing\n")
		default:
			as := ""
			if plan.PriceDate != "" {
				as = ", at the list price of " + plan.PriceDate
			}
			fmt.Fprintf(j.stdout, "  costs $%.4f to $%.4f%s\n", plan.Cost.Low, plan.Cost.High, as)
		}
	}
	if unreadable > 0 {
		return &exit{exitUnreadable, fmt.Errorf("%s could not be read", count(unreadable, "input")), nil}
	}
	return nil
}
