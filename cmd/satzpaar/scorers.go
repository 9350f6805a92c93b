package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"

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
// if that is the server it belongs to. No other server is sent a key.
func (a *app) embeddingsKey(f *alignFlags) (string, error) {
	if name := f.embeddingsKey; name != "" {
		key := a.env(name)
		if key == "" {
			return "", usage(fmt.Errorf("--embeddings-key-env: there is no environment variable %s", name))
		}
		return key, nil
	}
	variable := (&satzpaar.BackendConfig{Type: openai.Name}).KeyVariable()
	key := a.env(variable)
	if key == "" || sameServer(f.embeddings, first(a.env("OPENAI_BASE_URL"), openai.DefaultBaseURL)) {
		return key, nil
	}
	a.say("note: %s is not sent to the server of the vectors; if it wants a key, name the variable with "+
		"--embeddings-key-env", variable)
	return "", nil
}

// sameServer reports whether two addresses are of the same server, asked in the same way.
func sameServer(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Scheme == y.Scheme && x.Host != "" && x.Host == y.Host
}
