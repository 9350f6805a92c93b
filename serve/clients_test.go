package serve_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/required"
	"github.com/satzpaar/satzpaar/serve"
)

// TestClients drives a server with the clients that people use. SATZPAAR_PYTHON names a Python that has them; where
// SATZPAAR_REQUIRE names "clients", they must be there.
func TestClients(t *testing.T) {
	python := os.Getenv("SATZPAAR_PYTHON")
	if python == "" {
		required.Missing(t, "clients", "SATZPAAR_PYTHON does not name a Python that has libretranslatepy, deepl and openai")
	}
	const secret = "0123456789abcdef"
	f := open(t, func(c *serve.Config) { c.Keys = []serve.Key{{Name: "one", Secret: secret}} })
	server := httptest.NewServer(f)
	defer server.Close()
	for client, want := range map[string]map[string]any{
		"libretranslatepy": {
			"translate": "Good morning",
			"detect":    "de",
			"languages": []any{"de", "es", "en"},
			"wrong key": "HTTPError",
		},
		"deepl": {
			"translate":       "Good morning",
			"translate many":  []any{"Good morning", "Hello world"},
			"detected":        "DE",
			"tags":            "<b>Good morning</b>",
			"split":           "Good morning",
			"formality":       "DeepLException",
			"usage":           1e12,
			"sources":         []any{"DE", "ES", "EN"},
			"targets":         []any{"EN", "DE"},
			"document":        "Good morning\n",
			"document status": "done",
			"wrong key":       "AuthorizationException",
		},
		"openai": {
			"chat":         "Good morning",
			"stream":       "Good morning",
			"stream usage": true,
			"models":       []any{"words", "words:de-en"},
			"model":        "words:de-en",
			"no model":     "NotFoundError",
			"wrong key":    "AuthenticationError",
		},
	} {
		t.Run(client, func(t *testing.T) {
			if err := exec.Command(python, "-c", "import "+client).Run(); err != nil {
				required.Missing(t, "clients", "%s has no package %s", python, client)
			}
			cmd := exec.Command(python, "testdata/clients.py", client, server.URL, secret)
			var said bytes.Buffer
			cmd.Stderr = &said
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, &said)
			}
			got := map[string]any{}
			for line := range strings.Lines(string(out)) {
				var v struct {
					Name  string
					Value any
				}
				if err := json.Unmarshal([]byte(line), &v); err != nil {
					t.Fatalf("%v: %s", err, line)
				}
				got[v.Name] = v.Value
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%v\nwant\n%v", got, want)
			}
		})
	}
}
