package satzpaar

import (
	"cmp"
	"context"
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
	// local: it runs in this process, so that its answers need no second look, and nothing is billed.
	local bool
	// server: it is asked over a network, and may take many more requests at a time than this machine has processors.
	server bool
	// prompted: requests carry instructions and answers an echo, as for language models.
	prompted bool
	// obeys: it may be given the terms that people's edits teach, see [translate.Info].
	obeys bool
	// sourceIsTarget: it returns its source, so that there are no words to align.
	sourceIsTarget bool
	// characters: it bills characters and not tokens.
	characters bool
	// marks: it carries formatting over by itself; for others word alignment does.
	marks bool
	// keyVariable is the environment variable of the key where the configuration names no other; empty: it takes none.
	keyVariable string
	setup       string // what it needs, for people
	// environment fills in what environment variables hold for it beside its key; nil: nothing.
	environment func(c *BackendConfig, env func(name string) string)
}

// backendTypes are the types, in the order in which help names them. Adding one is a package below translate and an
// entry here.
var backendTypes = []*backendType{
	{name: "marian", open: openMarian, local: true, obeys: true,
		setup: "neural, in this program; --model NAME for a model of 'satzpaar models list'"},
	openAI(),
	{name: anthropic.Name, open: openAnthropic, hosts: []string{"anthropic.com"}, server: true, prompted: true,
		marks: true, keyVariable: "ANTHROPIC_API_KEY", setup: "key, --model"},
	chat("gemini", "googleapis.com", "GEMINI_API_KEY"),
	chat("mistral", "mistral.ai", "MISTRAL_API_KEY"),
	chat("groq", "groq.com", "GROQ_API_KEY"),
	chat("together", "together.xyz", "TOGETHER_API_KEY"),
	chat("deepseek", "deepseek.com", "DEEPSEEK_API_KEY"),
	{name: deepl.Name, open: openDeepL, hosts: []string{"deepl.com"}, server: true, characters: true, marks: true,
		keyVariable: "DEEPL_API_KEY", setup: "key"},
	{name: google.Name, open: openGoogle, hosts: []string{"googleapis.com"}, server: true, characters: true,
		keyVariable: "GOOGLE_API_KEY", setup: "key; or GOOGLE_ACCESS_TOKEN and 'project' in the configuration"},
	{name: azure.Name, open: openAzure, hosts: []string{"microsofttranslator.com", "cognitiveservices.azure.com"},
		server: true, characters: true, keyVariable: "AZURE_TRANSLATOR_KEY", environment: azureEnvironment,
		setup: "key, AZURE_TRANSLATOR_REGION; --base-url or AZURE_TRANSLATOR_ENDPOINT"},
	{name: amazon.Name, open: openAmazon, hosts: []string{"amazonaws.com"}, server: true, characters: true,
		keyVariable: "AWS_SECRET_ACCESS_KEY", environment: amazonEnvironment,
		setup: "key, AWS_ACCESS_KEY_ID, AWS_REGION; AWS_SESSION_TOKEN"},
	{name: libretranslate.Name, open: openLibreTranslate, server: true, keyVariable: "LIBRETRANSLATE_API_KEY",
		environment: libreTranslateEnvironment,
		setup:       "LIBRETRANSLATE_URL or --base-url; a key if the server wants one"},
	{name: command.Name, open: openCommand, setup: "--command 'PROGRAM ARGS', --protocol lines|jsonl"},
	{name: "echo", open: openEcho, local: true, sourceIsTarget: true, setup: "nothing: returns the source"},
}

// chat is the type of a service that speaks OpenAI's chat completions, with its name among those of [openai.Services].
func chat(name, host, keyVariable string) *backendType {
	return &backendType{name: name, open: openOpenAI, hosts: []string{host}, server: true, prompted: true, marks: true,
		keyVariable: keyVariable, setup: "key, --model"}
}

// openAI is the type of OpenAI's own service, whose variables also serve for servers that speak like it.
func openAI() *backendType {
	t := chat(openai.Name, "api.openai.com", "OPENAI_API_KEY")
	t.setup = "key, --model or OPENAI_MODEL; --base-url or OPENAI_BASE_URL for another server"
	t.environment = func(c *BackendConfig, env func(string) string) {
		c.Model = cmp.Or(c.Model, env("OPENAI_MODEL"))
		c.BaseURL = cmp.Or(c.BaseURL, env("OPENAI_BASE_URL"))
	}
	return t
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

// typeNamed returns the type of backend of that name, or nil.
func typeNamed(name string) *backendType {
	i := slices.IndexFunc(backendTypes, func(t *backendType) bool { return t.name == name })
	if i < 0 {
		return nil
	}
	return backendTypes[i]
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

// chatConfig returns how a language model is asked.
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

// serverModels asks the server of a language model for the names of its models. It is an error if the server does not
// list them.
func (c *BackendConfig) serverModels(ctx context.Context) ([]string, error) {
	open := openai.New
	if c.Type == anthropic.Name {
		open = anthropic.New
	}
	server, err := open(openai.Config{
		Name:       c.Type,
		BaseURL:    c.BaseURL,
		Model:      cmp.Or(c.Model, "any"),
		Key:        c.Key,
		APIVersion: c.APIVersion,
	})
	if err != nil {
		return nil, err
	}
	return server.Models(ctx)
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
