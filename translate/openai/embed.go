package openai

import (
	"context"
	"fmt"
	"strings"

	openai "github.com/sashabaranov/go-openai"

	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// embedBatch is how many sentences one request for vectors holds.
const embedBatch = 128

// Embedder returns a function that asks an OpenAI-compatible server for the vectors of sentences, one for each, in
// their order. BaseURL is the address below which "/embeddings" lies.
func Embedder(baseURL, key, model string) func(ctx context.Context, sentences []string) ([][]float32, error) {
	c := openai.DefaultConfig(key)
	c.BaseURL = strings.TrimSuffix(baseURL, "/")
	c.HTTPClient = &doer{client: httpapi.Client(nil), secrets: httpapi.NewSecrets(baseURL, key)}
	host := httpapi.RedactURL(baseURL)
	client := openai.NewClientWithConfig(c)
	return func(ctx context.Context, sentences []string) ([][]float32, error) {
		out := make([][]float32, 0, len(sentences))
		for len(sentences) > 0 {
			part := sentences[:min(embedBatch, len(sentences))]
			sentences = sentences[len(part):]
			r, err := client.CreateEmbeddings(ctx,
				openai.EmbeddingRequest{Input: part, Model: openai.EmbeddingModel(model)})
			if err != nil {
				return nil, fmt.Errorf("vectors of %s: %w", host, err)
			}
			if len(r.Data) != len(part) {
				return nil, fmt.Errorf("vectors of %s: %d for %d sentences", host, len(r.Data), len(part))
			}
			vectors := make([][]float32, len(part))
			for _, d := range r.Data { // by their index: a server need not keep the order
				if d.Index < 0 || d.Index >= len(vectors) || vectors[d.Index] != nil {
					return nil, fmt.Errorf("vectors of %s: index %d is not one of the request's", host, d.Index)
				}
				vectors[d.Index] = d.Embedding
			}
			out = append(out, vectors...)
		}
		return out, nil
	}
}
