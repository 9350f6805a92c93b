// Package anthropic translates with Claude, by Anthropic's Messages API. How texts are asked for and answers are judged
// is that of package openai; this package turns its requests into messages and the answers back.
package anthropic

import (
	"cmp"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// Name is the backend's name in errors and IDs.
const Name = "anthropic"

// DefaultBaseURL is Anthropic's own server.
const DefaultBaseURL = "https://api.anthropic.com/v1"

// version is the version of the interface that is spoken, which every request names.
const version = "2023-06-01"

// New returns a backend; nothing is sent yet. Of the configuration, APIVersion means nothing here, and the default
// address is Anthropic's.
func New(config openai.Config) (*openai.Backend, error) {
	config.Name, config.APIVersion = Name, ""
	config.BaseURL = cmp.Or(config.BaseURL, DefaultBaseURL)
	if config.Key == "" {
		return nil, translate.Errorf(translate.Auth, Name, "no API key")
	}
	client := httpapi.Client(config.HTTPClient)
	client.Transport = &dialect{
		next:    client.Transport,
		key:     config.Key,
		secrets: httpapi.NewSecrets(config.BaseURL, config.Key),
	}
	config.HTTPClient = client
	return openai.New(config)
}
