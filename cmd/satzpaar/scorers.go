package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	openai "github.com/sashabaranov/go-openai"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// embedBatch is how many sentences one request for vectors holds.
const embedBatch = 128

// scorers are the judges of beads that a command line adds to the lexical and length scorers.
type scorers struct {
	translation translate.Backend // nil: none
	embed       func(ctx context.Context, sentences []string) ([][]float32, error)
	model       string // of the vectors
	close       func()
}

// openScorers opens what the flags of align ask for.
func (a *app) openScorers(f *alignFlags) (*scorers, error) {
	s := &scorers{close: func() {}}
	if f.translation != "" {
		b, closer, err := a.cacheBackend(f.translation, f.model)
		if err != nil {
			return nil, err
		}
		s.translation, s.close = b, closer
	}
	if f.embeddings == "" {
		return s, nil
	}
	if f.embeddingsModel == "" {
		s.close()
		return nil, usage(errors.New("--embeddings needs the name of the model"), "say --embeddings-model NAME")
	}
	c := openai.DefaultConfig(a.env("OPENAI_API_KEY"))
	c.BaseURL = strings.TrimSuffix(f.embeddings, "/")
	client := openai.NewClientWithConfig(c)
	s.model = f.embeddingsModel
	s.embed = func(ctx context.Context, sentences []string) ([][]float32, error) {
		out := make([][]float32, 0, len(sentences))
		for len(sentences) > 0 {
			part := sentences[:min(embedBatch, len(sentences))]
			sentences = sentences[len(part):]
			r, err := client.CreateEmbeddings(ctx, openai.EmbeddingRequest{Input: part, Model: openai.EmbeddingModel(f.embeddingsModel)})
			if err != nil {
				return nil, fmt.Errorf("vectors of %s: %w", f.embeddings, err)
			}
			if len(r.Data) != len(part) {
				return nil, fmt.Errorf("vectors of %s: %d for %d sentences", f.embeddings, len(r.Data), len(part))
			}
			vectors := make([][]float32, len(part))
			for _, d := range r.Data { // by their index: a server need not keep the order
				if d.Index < 0 || d.Index >= len(vectors) || vectors[d.Index] != nil {
					return nil, fmt.Errorf("vectors of %s: index %d makes no sense", f.embeddings, d.Index)
				}
				vectors[d.Index] = d.Embedding
			}
			out = append(out, vectors...)
		}
		return out, nil
	}
	return s, nil
}

// of returns the scorers for two documents.
func (s *scorers) of(ctx context.Context, source, target []string, from, to language.Tag) ([]align.Scorer, error) {
	var out []align.Scorer
	if s.translation != nil {
		out = append(out, align.Translation{ID: s.translation.Info().ID, Translate: func(sentences []string) ([]string, error) {
			return s.translate(ctx, sentences, from, to)
		}})
	}
	if s.embed != nil {
		e := align.Embedding{ID: s.model}
		var err error
		if e.Source, err = s.embed(ctx, source); err != nil {
			return nil, err
		}
		if e.Target, err = s.embed(ctx, target); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// translate gives each sentence its translation; one that failed stands for itself, which helps nobody and hurts nobody.
func (s *scorers) translate(ctx context.Context, sentences []string, from, to language.Tag) ([]string, error) {
	req := translate.Request{From: from, To: to, Items: make([]translate.Item, len(sentences))}
	for i, text := range sentences {
		req.Items[i].Text = text
	}
	results, _, err := stack.Batching(s.translation, stack.BatchConfig{}).Translate(ctx, req)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(sentences))
	for i, r := range results {
		if out[i] = r.Text; r.Err != nil {
			out[i] = sentences[i]
		}
	}
	return out, nil
}
