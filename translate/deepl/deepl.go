// Package deepl translates with DeepL's API, free or paid.
package deepl

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/internal/markup"
)

// Name is the backend's name in errors and IDs.
const Name = "deepl"

// The addresses for paid and free keys.
const (
	PaidURL = "https://api.deepl.com"
	FreeURL = "https://api-free.deepl.com"
)

// Config describes how to ask DeepL.
type Config struct {
	BaseURL   string // default by the key: free keys end in ":fx"
	Key       string // required; never part of IDs or errors
	Formality string // "more", "less", "prefer_more", "prefer_less"; default none
	Glossary  string // ID of a glossary stored at DeepL
	Model     string // model_type, such as "quality_optimized"; default DeepL's
	// Context sends what stands before and after a text. DeepL takes one context a request, so every text then goes
	// alone; it is not billed.
	Context     bool
	MaxBatch    int          // default and at most 50
	Concurrency int          // default 5
	HTTPClient  *http.Client // default a client of its own; a call takes at most half an hour
}

// Backend is an account at DeepL. It is safe for concurrent use.
type Backend struct {
	config Config
	call   httpapi.Call
	id     string
}

// New returns a backend; nothing is sent yet.
func New(config Config) (*Backend, error) {
	if config.Key == "" {
		return nil, translate.Errorf(translate.Auth, Name, "no API key; set DEEPL_API_KEY")
	}
	if config.BaseURL == "" {
		config.BaseURL = PaidURL
		if strings.HasSuffix(config.Key, ":fx") {
			config.BaseURL = FreeURL
		}
	}
	u, err := httpapi.ParseBase(Name, config.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := httpapi.CheckKey(Name, config.Key); err != nil {
		return nil, err
	}
	if config.MaxBatch <= 0 || config.MaxBatch > 50 {
		config.MaxBatch = 50
	}
	if config.Context {
		config.MaxBatch = 1
	}
	if config.Concurrency <= 0 {
		config.Concurrency = 5
	}
	host := httpapi.Host(u)
	if config.BaseURL == PaidURL || config.BaseURL == FreeURL {
		host = "deepl.com" // the same engine, whatever the account
	}
	return &Backend{
		config: config,
		id:     Name + ":" + host + "#" + httpapi.Digest(config.Formality, config.Glossary, config.Model),
		call: httpapi.Call{
			Client:  httpapi.Client(config.HTTPClient),
			Backend: Name,
			URL:     strings.TrimRight(config.BaseURL, "/") + "/v2/translate",
			Header:  http.Header{"Authorization": {"DeepL-Auth-Key " + config.Key}},
			Secrets: httpapi.NewSecrets(config.BaseURL, config.Key),
			Judge: func(status int, _ []byte) (translate.Kind, translate.Cause) {
				if status == 456 { // DeepL's own: quota exceeded
					return translate.Quota, 0
				}
				return httpapi.KindOfStatus(status), httpapi.CauseOfStatus(status)
			},
		},
	}, nil
}

// Info describes the backend. Usage counts characters, as DeepL bills them.
func (b *Backend) Info() translate.Info {
	return translate.Info{ID: b.id, MaxBatch: b.config.MaxBatch, Concurrency: b.config.Concurrency,
		UsesContext: b.config.Context}
}

type query struct {
	Text        []string `json:"text"`
	SourceLang  string   `json:"source_lang"`
	TargetLang  string   `json:"target_lang"`
	Split       string   `json:"split_sentences"`
	Preserve    bool     `json:"preserve_formatting"`
	Formality   string   `json:"formality,omitempty"`
	Glossary    string   `json:"glossary_id,omitempty"`
	Model       string   `json:"model_type,omitempty"`
	Context     string   `json:"context,omitempty"`
	TagHandling string   `json:"tag_handling,omitempty"`
	IgnoreTags  []string `json:"ignore_tags,omitempty"`
	Billed      bool     `json:"show_billed_characters"`
}

// Translate sends the texts of a request as one list. Parts to keep go as tags that DeepL leaves alone.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	return translate.ByList(ctx, req, Name, b.id, b.ask)
}

func (b *Backend) ask(ctx context.Context, req *translate.Request) ([]string, translate.Usage, error) {
	q := query{SourceLang: source(req.From), TargetLang: target(req.To), Split: "0", Preserve: true,
		Formality: b.config.Formality, Glossary: b.config.Glossary,
		Model: b.config.Model, Billed: true}
	characters := 0
	for i := range req.Items {
		characters += utf8.RuneCountInString(req.Items[i].Text)
	}
	var tagged bool
	if q.Text, tagged = markup.Texts(req.Items, "<x>", "</x>"); tagged {
		q.TagHandling, q.IgnoreTags = "xml", []string{"x"}
	}
	if b.config.Context && len(req.Items) == 1 {
		q.Context = strings.TrimSpace(req.Items[0].Before + " " + req.Items[0].After)
	}
	var answer struct {
		Translations []struct {
			Text   string `json:"text"`
			Billed int    `json:"billed_characters"`
		} `json:"translations"`
	}
	usage := translate.Usage{Requests: 1}
	if err := b.call.Post(ctx, q, &answer); err != nil {
		return nil, usage, err
	}
	texts := make([]string, len(answer.Translations))
	for i, t := range answer.Translations {
		usage.SourceTokens += t.Billed
		texts[i] = t.Text
		if tagged {
			texts[i] = markup.Read(t.Text, "x")
		}
	}
	if usage.SourceTokens == 0 {
		usage.SourceTokens = characters
	}
	return texts, usage, nil
}

func source(t language.Tag) string {
	return strings.ToUpper(lang.Base(t))
}

// target returns DeepL's name of a target language. If DeepL wants a variant and none is given, it is the most common
// one.
func target(t language.Tag) string {
	region, sure := t.Region()
	script, _ := t.Script()
	switch b := strings.ToUpper(lang.Base(t)); b {
	case "EN":
		if sure == language.Exact && region.String() == "GB" {
			return "EN-GB"
		}
		return "EN-US"
	case "PT":
		if sure == language.Exact && region.String() == "BR" {
			return "PT-BR"
		}
		return "PT-PT"
	case "ZH":
		return "ZH-" + strings.ToUpper(script.String())
	default:
		return b
	}
}
