package satzpaar

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/amazon"
	"github.com/satzpaar/satzpaar/translate/anthropic"
	"github.com/satzpaar/satzpaar/translate/azure"
	"github.com/satzpaar/satzpaar/translate/command"
	"github.com/satzpaar/satzpaar/translate/deepl"
	"github.com/satzpaar/satzpaar/translate/echo"
	"github.com/satzpaar/satzpaar/translate/google"
	"github.com/satzpaar/satzpaar/translate/libretranslate"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// A backendType is a kind of backend: how it is opened, and how it is treated.
type backendType struct {
	name string
	// hosts are what the names of the service's own servers end in, whose prices are known.
	hosts []string
	open  func(s *Session, c *BackendConfig) (b translate.Backend, close func() error, err error)
	// local: it runs in this process, so that what it says needs no second look, and nothing is billed.
	local bool
	// server: it is asked over a network, and may take many more requests at a time than this machine has processors.
	server bool
	// prompted: requests carry instructions and answers an echo, as for language models.
	prompted bool
	// sourceIsTarget: it returns its source, so that there are no words to align.
	sourceIsTarget bool
	// characters: it bills characters and not tokens.
	characters bool
	// marks: it carries formatting over by itself; for others word alignment does.
	marks bool
}

// backendTypes are the types, in the order in which help names them. Adding one is a package below translate and an
// entry here.
var backendTypes = []*backendType{
	{name: "marian", open: openMarian, local: true},
	chat(openai.Name, "api.openai.com"),
	{name: anthropic.Name, open: openAnthropic, hosts: []string{"anthropic.com"}, server: true, prompted: true,
		marks: true},
	chat("gemini", "googleapis.com"),
	chat("mistral", "mistral.ai"),
	chat("groq", "groq.com"),
	chat("together", "together.xyz"),
	chat("deepseek", "deepseek.com"),
	{name: deepl.Name, open: openDeepL, hosts: []string{"deepl.com"}, server: true, characters: true, marks: true},
	{name: google.Name, open: openGoogle, hosts: []string{"googleapis.com"}, server: true, characters: true},
	{name: azure.Name, open: openAzure, hosts: []string{"microsofttranslator.com", "cognitiveservices.azure.com"},
		server: true, characters: true},
	{name: amazon.Name, open: openAmazon, hosts: []string{"amazonaws.com"}, server: true, characters: true},
	{name: libretranslate.Name, open: openLibreTranslate, server: true},
	{name: command.Name, open: openCommand},
	{name: "echo", open: openEcho, local: true, sourceIsTarget: true},
}

// chat is the type of a service that speaks OpenAI's chat completions, with its name among those of [openai.Services].
func chat(name, host string) *backendType {
	hosts := []string{host}
	return &backendType{name: name, open: openOpenAI, hosts: hosts, server: true, prompted: true, marks: true}
}

// isAt reports whether an address, empty for the default one, is of one of the service's own servers.
func (t *backendType) isAt(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && slices.ContainsFunc(t.hosts, func(host string) bool {
		return u.Hostname() == host || strings.HasSuffix(u.Hostname(), "."+host)
	})
}

// Types returns the types of backends, in the order in which help names them.
func Types() []string {
	var names []string
	for _, t := range backendTypes {
		names = append(names, t.name)
	}
	return names
}

// unclosed returns a backend that New has made and that needs no closing, as a type's open does. A nil pointer beside
// an error does not become a backend.
func unclosed[B translate.Backend](b B, err error) (translate.Backend, func() error, error) {
	if err != nil {
		return nil, nil, err
	}
	return b, nil, nil
}

func openOpenAI(s *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	config, err := s.chatConfig(c)
	if err != nil {
		return nil, nil, err
	}
	return unclosed(openai.New(config))
}

func openAnthropic(s *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	config, err := s.chatConfig(c)
	if err != nil {
		return nil, nil, err
	}
	return unclosed(anthropic.New(config))
}

// chatConfig says how a language model is asked.
func (s *Session) chatConfig(c *BackendConfig) (openai.Config, error) {
	mode, err := openai.ParseMode(cmp.Or(c.Answers, "probe"))
	if err != nil {
		return openai.Config{}, wrong("Answers", "answers: %w", err)
	}
	return openai.Config{
		Name:            c.Type,
		BaseURL:         c.BaseURL,
		Model:           c.Model,
		Key:             c.Key,
		APIVersion:      c.APIVersion,
		Mode:            mode,
		Style:           c.Style,
		Temperature:     c.Temperature,
		ReasoningEffort: c.Effort,
		Extra:           c.Extra,
		NoContext:       c.NoContext,
		MaxBatch:        c.Batch,
		Validation:      s.validation(),
		Doubted:         s.config.Host.Doubted,
	}, nil
}

func openDeepL(_ *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	return unclosed(deepl.New(deepl.Config{
		BaseURL:  c.BaseURL,
		Key:      c.Key,
		Glossary: c.Glossary,
		MaxBatch: c.Batch,
	}))
}

func openGoogle(_ *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	return unclosed(google.New(google.Config{
		BaseURL:  c.BaseURL,
		Key:      c.Key,
		Project:  c.Project,
		Location: c.Region,
		Model:    c.Model,
		Glossary: c.Glossary,
		MaxBatch: c.Batch,
	}))
}

func openAzure(_ *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	return unclosed(azure.New(azure.Config{
		BaseURL:  c.BaseURL,
		Key:      c.Key,
		Region:   c.Region,
		Category: c.Model,
		MaxBatch: c.Batch,
	}))
}

func openAmazon(_ *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	return unclosed(amazon.New(amazon.Config{
		BaseURL:     c.BaseURL,
		Region:      c.Region,
		KeyID:       c.KeyID,
		Key:         c.Key,
		Session:     c.KeySession,
		Terminology: c.Glossary,
	}))
}

func openLibreTranslate(_ *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	return unclosed(libretranslate.New(libretranslate.Config{BaseURL: c.BaseURL, Key: c.Key, MaxBatch: c.Batch}))
}

func openCommand(s *Session, c *BackendConfig) (translate.Backend, func() error, error) {
	argv, err := command.Split(c.Command)
	if err != nil {
		return nil, nil, &ConfigError{Field: "Command", Err: err}
	}
	b, err := command.New(command.Config{
		Argv:      argv,
		Protocol:  command.Protocol(cmp.Or(c.Protocol, "lines")),
		Processes: s.config.Jobs,
		MaxBatch:  c.Batch,
		Environ:   s.config.Host.Environ,
		Env:       c.Env,
	})
	if err != nil {
		return nil, nil, &ConfigError{Field: "Command", Err: err}
	}
	return b, b.Close, nil
}

func openEcho(*Session, *BackendConfig) (translate.Backend, func() error, error) {
	return echo.New(echo.Config{}), nil, nil
}
