package main

import (
	"context"
	"errors"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// alignSession opens the session that the flags of align ask for.
func (a *app) alignSession(ctx context.Context, f *alignFlags) (*satzpaar.Session, satzpaar.AlignOptions, error) {
	o := satzpaar.AlignOptions{Lines: f.split == "lines", Translation: f.translation}
	config, err := a.settings()
	if err != nil {
		return nil, o, err
	}
	config.From, config.To, config.Foreign = first(f.from, config.From), first(f.to, config.To), ""
	if b, ok := config.Backends[f.translation]; ok && f.model != "" {
		b.Model = f.model
		config.Backends[f.translation] = b
	}
	if f.embeddings != "" {
		if f.embeddingsModel == "" {
			return nil, o, usage(errors.New("--embeddings needs the name of the model"), "say --embeddings-model NAME")
		}
		o.EmbedID, o.Embed = f.embeddingsModel, openai.Embedder(f.embeddings, a.env("OPENAI_API_KEY"),
			f.embeddingsModel)
	}
	s, err := satzpaar.Open(ctx, config)
	if err != nil {
		h := hinter{a, &config}
		return nil, o, h.misuse(err)
	}
	return s, o, nil
}
