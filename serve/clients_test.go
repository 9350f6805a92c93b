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

// clientSecret is the key that clients have.
const clientSecret = "0123456789abcdef"

// clientServer runs a server for clients.
func clientServer(t *testing.T) (url string) {
	t.Helper()
	f := open(t, func(c *serve.Config) { c.Keys = []serve.Key{{Name: "one", Secret: clientSecret}} })
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return server.URL
}

// deeplAnswers are what DeepL's own clients get. Its names for errors and for
// the codes of languages are its own.
func deeplAnswers(failed, unauthorized string, code func(string) string) map[string]any {
	return map[string]any{
		"translate":       "Good morning",
		"translate many":  []any{"Good morning", "Hello world"},
		"detected":        code("DE"),
		"tags":            "<b>Good morning</b>",
		"split":           "Good morning",
		"formality":       failed,
		"usage":           1e12,
		"sources":         []any{code("DE"), code("ES"), code("EN")},
		"targets":         []any{code("EN-GB"), code("EN-US"), code("DE")},
		"document":        "Good morning\n",
		"document status": "done",
		"wrong key":       unauthorized,
	}
}

// drive runs a client that prints names and values, and compares them.
func drive(t *testing.T, client *exec.Cmd, want map[string]any) {
	t.Helper()
	var said bytes.Buffer
	client.Stderr = &said
	out, err := client.Output()
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
}

// TestClients drives a server with the clients that people use. SATZPAAR_PYTHON names a Python that has them; where
// SATZPAAR_REQUIRE names "clients", they must be there.
func TestClients(t *testing.T) {
	python := os.Getenv("SATZPAAR_PYTHON")
	if python == "" {
		required.Missing(t, "clients", "SATZPAAR_PYTHON does not name a Python that has libretranslatepy, deepl and openai")
	}
	url := clientServer(t)
	for client, want := range map[string]map[string]any{
		"libretranslatepy": {
			"translate": "Good morning",
			"detect":    "de",
			"languages": []any{"de", "es", "en"},
			"wrong key": "HTTPError",
		},
		"deepl": deeplAnswers("DeepLException", "AuthorizationException", strings.ToUpper),
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
			drive(t, exec.Command(python, "testdata/clients.py", client, url, clientSecret), want)
		})
	}
}

// TestNodeClient drives a server with DeepL's client for Node. SATZPAAR_NODE_MODULES names a folder node_modules that
// has it; where SATZPAAR_REQUIRE names "deepl-node", it must be there.
func TestNodeClient(t *testing.T) {
	modules := os.Getenv("SATZPAAR_NODE_MODULES")
	if modules == "" {
		required.Missing(t, "deepl-node", "SATZPAAR_NODE_MODULES does not name a folder that has deepl-node")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		required.Missing(t, "deepl-node", "there is no node: %v", err)
	}
	client := exec.Command(node, "testdata/deepl.cjs", clientServer(t), clientSecret)
	client.Env = append(client.Environ(), "NODE_PATH="+modules)
	drive(t, client, deeplAnswers("DeepLError", "AuthorizationError", func(code string) string {
		base, region, _ := strings.Cut(code, "-")
		return strings.TrimSuffix(strings.ToLower(base)+"-"+region, "-")
	}))
}
