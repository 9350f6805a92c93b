package satzpaar_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/lang"
)

func TestWithEnvironment(t *testing.T) {
	variables := map[string]string{
		"OPENAI_API_KEY":        "openai's",
		"OPENAI_MODEL":          "small",
		"OPENAI_BASE_URL":       "http://localhost:8080/v1",
		"MISTRAL_API_KEY":       "mistral's",
		"OWN_KEY":               "own",
		"GOOGLE_API_KEY":        "google's",
		"GOOGLE_ACCESS_TOKEN":   "token",
		"AWS_SECRET_ACCESS_KEY": "secret",
		"AWS_ACCESS_KEY_ID":     "id",
		"AWS_SESSION_TOKEN":     "session",
		"AWS_DEFAULT_REGION":    "eu-central-1",
	}
	for _, tt := range []struct {
		name    string
		backend string
		config  satzpaar.BackendConfig
		want    satzpaar.BackendConfig
	}{
		{"key, server and model", "openai", satzpaar.BackendConfig{}, satzpaar.BackendConfig{
			Type: "openai", Key: "openai's", Model: "small", BaseURL: "http://localhost:8080/v1"}},
		{"the configuration wins", "openai", satzpaar.BackendConfig{Model: "large", BaseURL: "http://b/v1"},
			satzpaar.BackendConfig{Type: "openai", Key: "openai's", Model: "large", BaseURL: "http://b/v1"}},
		{"a key that is given", "openai", satzpaar.BackendConfig{Key: "given", Model: "m", BaseURL: "http://b/v1"},
			satzpaar.BackendConfig{Type: "openai", Key: "given", Model: "m", BaseURL: "http://b/v1"}},
		{"a key with parts that is given", "amazon",
			satzpaar.BackendConfig{Key: "given", KeyID: "its id", Region: "r"},
			satzpaar.BackendConfig{Type: "amazon", Key: "given", KeyID: "its id", Region: "r"}},
		{"a service that speaks like it", "mistral", satzpaar.BackendConfig{},
			satzpaar.BackendConfig{Type: "mistral", Key: "mistral's"}},
		{"a name and a variable of one's own", "mine", satzpaar.BackendConfig{Type: "deepl", KeyEnv: "OWN_KEY"},
			satzpaar.BackendConfig{Type: "deepl", KeyEnv: "OWN_KEY", Key: "own"}},
		{"google", "google", satzpaar.BackendConfig{}, satzpaar.BackendConfig{Type: "google", Key: "google's"}},
		{"google's advanced service", "google", satzpaar.BackendConfig{Project: "p"},
			satzpaar.BackendConfig{Type: "google", Project: "p", Key: "token"}},
		{"a key with parts", "amazon", satzpaar.BackendConfig{}, satzpaar.BackendConfig{
			Type: "amazon", Key: "secret", KeyID: "id", KeySession: "session", Region: "eu-central-1"}},
		{"no key", "echo", satzpaar.BackendConfig{}, satzpaar.BackendConfig{Type: "echo"}},
		{"an unknown type", "strange", satzpaar.BackendConfig{}, satzpaar.BackendConfig{Type: "strange"}},
	} {
		got := tt.config.WithEnvironment(tt.backend, func(name string) string { return variables[name] })
		if got.Type != tt.want.Type || got.Key != tt.want.Key || got.Model != tt.want.Model ||
			got.BaseURL != tt.want.BaseURL || got.KeyID != tt.want.KeyID || got.KeySession != tt.want.KeySession ||
			got.Region != tt.want.Region {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// TestTakeKeys: a configuration that has travelled gets all parts of its keys, and nothing else, from the environment.
func TestTakeKeys(t *testing.T) {
	variables := map[string]string{"AWS_SECRET_ACCESS_KEY": "secret", "AWS_ACCESS_KEY_ID": "id",
		"AWS_SESSION_TOKEN": "session", "AWS_REGION": "eu-central-1", "OPENAI_MODEL": "here's", "OWN_KEY": "own"}
	c := satzpaar.Config{Backends: map[string]satzpaar.BackendConfig{
		"amazon": {}, "mine": {Type: "openai", KeyEnv: "OWN_KEY"}, "echo": {},
	}}
	c.TakeKeys(func(name string) string { return variables[name] })
	want := map[string]satzpaar.BackendConfig{
		"amazon": {Key: "secret", KeyID: "id", KeySession: "session"},
		"mine":   {Type: "openai", KeyEnv: "OWN_KEY", Key: "own"},
		"echo":   {},
	}
	if !reflect.DeepEqual(c.Backends, want) {
		t.Errorf("%+v, want %+v", c.Backends, want)
	}
}

// TestEmbeddingsKey: a key goes to the server that it belongs to and to no other.
func TestEmbeddingsKey(t *testing.T) {
	for _, tt := range []struct{ server, base, key, withheld string }{
		{"https://api.openai.com/v1", "", "secret", ""},
		{"http://api.openai.com/v1", "", "", "OPENAI_API_KEY"},
		{"https://api.openai.com.example.org/v1", "", "", "OPENAI_API_KEY"},
		{"http://localhost:8080/v1", "http://localhost:8080/other", "secret", ""},
		{"http://localhost:8081/v1", "http://localhost:8080/v1", "", "OPENAI_API_KEY"},
		{"localhost", "localhost", "", "OPENAI_API_KEY"},
	} {
		env := func(name string) string {
			return map[string]string{"OPENAI_API_KEY": "secret", "OPENAI_BASE_URL": tt.base}[name]
		}
		if key, withheld := satzpaar.EmbeddingsKey(tt.server, env); key != tt.key || withheld != tt.withheld {
			t.Errorf("%s: %q, withheld %q; want %q, %q", tt.server, key, withheld, tt.key, tt.withheld)
		}
	}
	none := func(string) string { return "" }
	if key, withheld := satzpaar.EmbeddingsKey("http://localhost/v1", none); key+withheld != "" {
		t.Errorf("without a key: %q, %q", key, withheld)
	}
}

// TestDirections: where none are named, the local engine serves what its models can do, and others what is configured.
func TestDirections(t *testing.T) {
	pair := func(text string) lang.Pair {
		p, err := lang.ParseDirection(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	c := satzpaar.Config{Backends: map[string]satzpaar.BackendConfig{
		"marian": {Type: "marian"}, "mine": {Type: "marian", Model: "de-en"}, "deepl": {Type: "deepl"},
	}}
	here := []lang.Pair{pair("es-en"), pair("de-en"), pair("en-es")}
	for backend, want := range map[string]string{
		"marian": "de-en es-en en-es", "mine": "de-en", "deepl": "de-en", "echo": "de-en",
	} {
		var got []string
		for _, p := range c.Directions(backend, pair("de-en"), here) {
			got = append(got, p.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %s", backend, got, want)
		}
	}
}

func TestUsed(t *testing.T) {
	c := satzpaar.Config{Backend: "a", Fallback: "b", Foreign: "es=translate:c,en=keep"}
	c.Backends = map[string]satzpaar.BackendConfig{
		"a": {Type: "marian"}, "b": {Type: "openai", Model: "fallback"}, "c": {Type: "deepl"}, "d": {Type: "google"},
		"e": {Type: "openai", Model: "unused"},
	}
	for kind, want := range map[string]bool{"marian": true, "openai": true, "deepl": true, "google": false} {
		if b, used := c.Used(kind); used != want || b.Model == "unused" {
			t.Errorf("%s: %+v, %t", kind, b, used)
		}
	}
	unnamed := satzpaar.Config{Backends: map[string]satzpaar.BackendConfig{"marian": {Type: "marian", Model: "own"}}}
	if b, used := unnamed.Used("marian"); !used || b.Model != "own" {
		t.Errorf("the main backend without a name: %+v, %t", b, used)
	}
}
