package openai_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

func TestConformance(t *testing.T) {
	for _, mode := range []openai.Mode{openai.JSONSchema, openai.Text} {
		t.Run(mode.String(), func(t *testing.T) {
			_, open := translatetest.Serve(t, faultserver.Config{Key: "sk-very-secret"},
				func(address string) (*openai.Backend, error) {
					return openai.New(openai.Config{BaseURL: address + "/v1", Model: "fault-1", Key: "sk-very-secret",
						Mode: mode, NoContext: true})
				})
			translatetest.Suite{New: open, Secrets: []string{"sk-very-secret"}}.Run(t)
		})
	}
}
