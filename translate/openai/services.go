package openai

import (
	"cmp"
	"maps"
)

// A Service is a hosted service that speaks OpenAI's chat completions, as far as it differs from OpenAI.
type Service struct {
	Name    string
	BaseURL string
	// ReasoningEffort and Extra are what translating wants of its models, unless the configuration overrides them:
	// they think by default, which is billed as output and helps little here.
	ReasoningEffort string
	Extra           map[string]any
}

// Services returns the services whose names [Config] knows. What else they do their own way, such as refusing a form
// of answers or naming limits in headers of their own, is found out as with any server.
func Services() []Service {
	return []Service{
		{Name: "gemini", BaseURL: "https://generativelanguage.googleapis.com/v1beta/openai", ReasoningEffort: "low"},
		{Name: "mistral", BaseURL: "https://api.mistral.ai/v1"},
		{Name: "groq", BaseURL: "https://api.groq.com/openai/v1"},
		{Name: "together", BaseURL: "https://api.together.xyz/v1"},
		{Name: "deepseek", BaseURL: "https://api.deepseek.com/v1",
			Extra: map[string]any{"thinking": map[string]any{"type": "disabled"}}},
	}
}

// complete fills in the name, and the settings of its service.
func (c *Config) complete() {
	c.Name = cmp.Or(c.Name, Name)
	for _, s := range Services() {
		if s.Name != c.Name {
			continue
		}
		c.BaseURL = cmp.Or(c.BaseURL, s.BaseURL)
		if c.ReasoningEffort == "" {
			c.ReasoningEffort = s.ReasoningEffort
			if s.Extra != nil {
				maps.Copy(s.Extra, c.Extra)
				c.Extra = s.Extra
			}
		}
	}
	c.BaseURL = cmp.Or(c.BaseURL, DefaultBaseURL)
}
