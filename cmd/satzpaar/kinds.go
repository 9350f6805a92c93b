package main

import (
	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/translate/amazon"
	"github.com/satzpaar/satzpaar/translate/anthropic"
	"github.com/satzpaar/satzpaar/translate/azure"
	"github.com/satzpaar/satzpaar/translate/command"
	"github.com/satzpaar/satzpaar/translate/deepl"
	"github.com/satzpaar/satzpaar/translate/google"
	"github.com/satzpaar/satzpaar/translate/libretranslate"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// A kind is what this program knows of a type of backend.
type kind struct {
	key   string // the environment variable of the key where the configuration names no other; "": no key
	setup string // how it is set up
}

var kinds = map[string]kind{
	"marian": {"", "neural, in this program; --model NAME for a model of 'satzpaar models list'"},
	openai.Name: {"OPENAI_API_KEY",
		"key, --model or OPENAI_MODEL; --base-url or OPENAI_BASE_URL for another server"},
	anthropic.Name: {"ANTHROPIC_API_KEY", "key, --model"},
	"gemini":       {"GEMINI_API_KEY", "key, --model"},
	"mistral":      {"MISTRAL_API_KEY", "key, --model"},
	"groq":         {"GROQ_API_KEY", "key, --model"},
	"together":     {"TOGETHER_API_KEY", "key, --model"},
	"deepseek":     {"DEEPSEEK_API_KEY", "key, --model"},
	deepl.Name:     {"DEEPL_API_KEY", "key"},
	google.Name:    {"GOOGLE_API_KEY", "key; or GOOGLE_ACCESS_TOKEN and 'project' in the configuration"},
	azure.Name:     {"AZURE_TRANSLATOR_KEY", "key, AZURE_TRANSLATOR_REGION; --base-url or AZURE_TRANSLATOR_ENDPOINT"},
	amazon.Name:    {"AWS_SECRET_ACCESS_KEY", "key, AWS_ACCESS_KEY_ID, AWS_REGION; AWS_SESSION_TOKEN"},
	libretranslate.Name: {"LIBRETRANSLATE_API_KEY",
		"LIBRETRANSLATE_URL or --base-url; a key if the server wants one"},
	command.Name: {"", "--command 'PROGRAM ARGS', --protocol lines|jsonl"},
	"echo":       {"", "nothing: returns the source"},
}

// keyName returns the environment variable that holds the key of a backend; "" if it takes none.
func keyName(b *satzpaar.BackendConfig) string {
	switch {
	case b.KeyEnv != "":
		return b.KeyEnv
	case b.Type == google.Name && b.Project != "":
		return "GOOGLE_ACCESS_TOKEN"
	}
	return kinds[b.Type].key
}

// completed fills in what the environment says of a backend.
func (a *app) completed(s *section, name string) satzpaar.BackendConfig {
	b := s.BackendConfig
	b.Type = first(b.Type, name)
	if key := keyName(&b); key != "" {
		b.Key = a.env(key)
	}
	switch b.Type {
	case openai.Name:
		b.Model = first(b.Model, a.env("OPENAI_MODEL"))
		b.BaseURL = first(b.BaseURL, a.env("OPENAI_BASE_URL"))
	case libretranslate.Name:
		b.BaseURL = first(b.BaseURL, a.env("LIBRETRANSLATE_URL"))
	case azure.Name:
		b.Region = first(b.Region, a.env("AZURE_TRANSLATOR_REGION"))
		b.BaseURL = first(b.BaseURL, a.env("AZURE_TRANSLATOR_ENDPOINT"))
	case amazon.Name:
		b.Region = first(b.Region, a.env("AWS_REGION"), a.env("AWS_DEFAULT_REGION"))
		b.KeyID = a.env("AWS_ACCESS_KEY_ID")
		b.KeySession = a.env("AWS_SESSION_TOKEN")
	}
	return b
}
