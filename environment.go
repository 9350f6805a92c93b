package satzpaar

import (
	"cmp"
	"iter"
	"net/url"
	"slices"

	"github.com/satzpaar/satzpaar/translate/google"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// This file knows which environment variables describe backends, for programs that read them. A session reads none.

// WithEnvironment returns the configuration of a backend called name, completed from the environment: with its key,
// and for some types with server, region or model. What is set already stays. Env returns the value of a variable, as
// [os.Getenv] does.
func (c BackendConfig) WithEnvironment(name string, env func(variable string) string) BackendConfig {
	c.Type = cmp.Or(c.Type, name)
	if key := c.keyVariable(); c.Key == "" && key != "" {
		c.Key = env(key)
	}
	if t := typeNamed(c.Type); t != nil && t.environment != nil {
		t.environment(&c, env)
	}
	return c
}

// TakeKeys gives the backends of a configuration that came from another machine the keys that the environment of this
// one holds; see [BackendConfig.WithEnvironment].
func (c *Config) TakeKeys(env func(variable string) string) {
	for name, b := range c.Backends {
		here := b.WithEnvironment(name, env)
		b.Key, b.KeyID, b.KeySession = here.Key, here.KeyID, here.KeySession
		c.Backends[name] = b
	}
}

// keyVariable returns the environment variable that holds the key of the backend; "" if it takes none.
func (c *BackendConfig) keyVariable() string {
	t := typeNamed(c.Type)
	switch {
	case c.KeyEnv != "":
		return c.KeyEnv
	case c.Type == google.Name && c.Project != "":
		return "GOOGLE_ACCESS_TOKEN"
	case t == nil:
		return ""
	}
	return t.keyVariable
}

// EmbeddingsKey returns the key for a server of sentence vectors: the user's key of OpenAI, if that is the server it
// belongs to, OpenAI's own or the one that OPENAI_BASE_URL names. No other server is sent it: withheld is the variable
// that holds it then.
func EmbeddingsKey(server string, env func(variable string) string) (key, withheld string) {
	variable := (&BackendConfig{Type: openai.Name}).keyVariable()
	key = env(variable)
	if key == "" || sameServer(server, cmp.Or(env("OPENAI_BASE_URL"), openai.DefaultBaseURL)) {
		return key, ""
	}
	return "", variable
}

// sameServer reports whether two addresses are of the same server, asked in the same way.
func sameServer(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Scheme == y.Scheme && x.Host != "" && x.Host == y.Host
}

// BackendNames returns the names that Backend and Fallback of a configuration with described backends may have: the
// types, and then the other names, in order.
func BackendNames(described iter.Seq[string]) []string {
	names := Types()
	for _, name := range slices.Sorted(described) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func azureEnvironment(c *BackendConfig, env func(string) string) {
	c.Region = cmp.Or(c.Region, env("AZURE_TRANSLATOR_REGION"))
	c.BaseURL = cmp.Or(c.BaseURL, env("AZURE_TRANSLATOR_ENDPOINT"))
}

func amazonEnvironment(c *BackendConfig, env func(string) string) {
	c.Region = cmp.Or(c.Region, env("AWS_REGION"), env("AWS_DEFAULT_REGION"))
	if c.KeyID == "" { // the two belong together
		c.KeyID, c.KeySession = env("AWS_ACCESS_KEY_ID"), env("AWS_SESSION_TOKEN")
	}
}

func libreTranslateEnvironment(c *BackendConfig, env func(string) string) {
	c.BaseURL = cmp.Or(c.BaseURL, env("LIBRETRANSLATE_URL"))
}
