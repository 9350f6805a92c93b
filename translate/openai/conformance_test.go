package openai_test

import (
	"net/http/httptest"
	"testing"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

func TestConformance(t *testing.T) {
	for _, mode := range []openai.Mode{openai.JSONSchema, openai.Text} {
		t.Run(mode.String(), func(t *testing.T) {
			server := httptest.NewServer(faultserver.New(faultserver.Config{Key: "sk-very-secret"}))
			defer server.Close()
			translatetest.Suite{
				Secrets: []string{"sk-very-secret"},
				New: func() translate.Backend {
					b, err := openai.New(openai.Config{BaseURL: server.URL + "/v1", Model: "fault-1",
						Key: "sk-very-secret", Mode: mode, NoContext: true})
					if err != nil {
						t.Fatal(err)
					}
					return b
				},
			}.Run(t)
		})
	}
}
