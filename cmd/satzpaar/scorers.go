package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

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
	config.From, config.To, config.Foreign = cmp.Or(f.from, config.From), cmp.Or(f.to, config.To), ""
	useModel(&config, f.translation, f.model)
	if f.embeddings != "" {
		if f.embeddingsModel == "" {
			return nil, o, usage(errors.New("--embeddings needs the name of the model"), "say --embeddings-model NAME")
		}
		key, err := a.embeddingsKey(f)
		if err != nil {
			return nil, o, err
		}
		o.EmbedID, o.Embed = f.embeddingsModel, openai.Embedder(f.embeddings, key, f.embeddingsModel)
	}
	s, err := a.openSession(ctx, &config)
	return s, o, err
}

// embeddingsKey returns the key of the server of vectors: the one that was named for it, else the user's key of OpenAI
// if that belongs to it.
func (a *app) embeddingsKey(f *alignFlags) (string, error) {
	if name := f.embeddingsKey; name != "" {
		key := a.env(name)
		if key == "" {
			return "", usage(fmt.Errorf("--embeddings-key-env: there is no environment variable %s", name))
		}
		return key, nil
	}
	key, withheld := satzpaar.EmbeddingsKey(f.embeddings, a.env)
	if withheld != "" {
		a.say("note: %s is not sent to the server of the vectors; if it wants a key, name the variable with "+
			"--embeddings-key-env", withheld)
	}
	return key, nil
}
