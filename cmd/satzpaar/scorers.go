package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	openai "github.com/sashabaranov/go-openai"
	"github.com/satzpaar/satzpaar"
)

// embedBatch is how many sentences one request for vectors holds.
const embedBatch = 128

// alignSession opens the session that the flags of align ask for.
func (a *app) alignSession(ctx context.Context, f *alignFlags) (*satzpaar.Session, satzpaar.AlignOptions, error) {
	o := satzpaar.AlignOptions{Lines: f.split == "lines", Translation: f.translation}
	config, err := a.settings()
	if err != nil {
		return nil, o, err
	}
	config.From, config.To, config.Foreign = f.from, f.to, ""
	if b, ok := config.Backends[f.translation]; ok && f.model != "" {
		b.Model = f.model
		config.Backends[f.translation] = b
	}
	if f.embeddings != "" {
		if f.embeddingsModel == "" {
			return nil, o, usage(errors.New("--embeddings needs the name of the model"), "say --embeddings-model NAME")
		}
		o.EmbedID, o.Embed = f.embeddingsModel, a.embedder(f)
	}
	s, err := satzpaar.Open(ctx, config)
	if err != nil {
		h := hinter{a, &config}
		return nil, o, h.misuse(err)
	}
	return s, o, nil
}

// embedder returns a function that asks a server for the vectors of sentences.
func (a *app) embedder(f *alignFlags) func(ctx context.Context, sentences []string) ([][]float32, error) {
	c := openai.DefaultConfig(a.env("OPENAI_API_KEY"))
	c.BaseURL = strings.TrimSuffix(f.embeddings, "/")
	client := openai.NewClientWithConfig(c)
	return func(ctx context.Context, sentences []string) ([][]float32, error) {
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
					return nil, fmt.Errorf("vectors of %s: index %d is not one of the request's", f.embeddings, d.Index)
				}
				vectors[d.Index] = d.Embedding
			}
			out = append(out, vectors...)
		}
		return out, nil
	}
}
