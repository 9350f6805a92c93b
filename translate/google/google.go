// Package google translates with Google Cloud Translation: Basic (v2) with an API key, Advanced (v3) with an access
// token and a project.
package google

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/internal/markup"
)

// Name is the backend's name in errors and IDs.
const Name = "google"

// DefaultBaseURL is Google's own server.
const DefaultBaseURL = "https://translation.googleapis.com"

// Limits of a request, from Google's page of quotas: texts in Basic and in Advanced, and characters of all together.
const (
	mostTexts         = 128
	mostTextsAdvanced = 1024
	mostCharacters    = 30_000
)

// Config describes how to ask Google.
type Config struct {
	BaseURL string // default [DefaultBaseURL]
	// Key is required: an API key, or with Project an access token of OAuth 2, which lives for an hour. It is never
	// part of IDs or errors.
	Key string
	// Project makes it Advanced: the ID or number of the project that is billed.
	Project  string
	Location string // of Advanced: default "global"; models and glossaries of one's own live in a region
	// Model of Advanced: "general/nmt", which is the default, "general/translation-llm", or the ID of one's own.
	Model       string
	Glossary    string       // of Advanced: the ID of a glossary stored at Google
	MaxBatch    int          // default and at most 128, in Advanced 1024
	Concurrency int          // default 5
	HTTPClient  *http.Client // default a client of its own; a call takes at most half an hour
}

// Backend is a project at Google. It is safe for concurrent use.
type Backend struct {
	config Config
	call   httpapi.Call
	id     string
}

// New returns a backend; nothing is sent yet.
func New(config Config) (*Backend, error) {
	config.BaseURL = strings.TrimRight(cmp.Or(config.BaseURL, DefaultBaseURL), "/")
	config.Location = cmp.Or(config.Location, "global")
	u, err := httpapi.ParseBase(Name, config.BaseURL)
	if err != nil {
		return nil, err
	}
	if config.Key == "" {
		return nil, translate.Errorf(translate.Auth, Name, "no API key or access token")
	}
	if err := httpapi.CheckKey(Name, config.Key); err != nil {
		return nil, err
	}
	if config.Project == "" && (config.Model != "" || config.Glossary != "") {
		return nil, translate.Errorf(translate.Invalid, Name, "models and glossaries are for Advanced: name a project")
	}
	most := mostTexts
	header := http.Header{"X-Goog-Api-Key": {config.Key}}
	address := config.BaseURL + "/language/translate/v2"
	if config.Project != "" {
		most = mostTextsAdvanced
		header = http.Header{"Authorization": {"Bearer " + config.Key}, "X-Goog-User-Project": {config.Project}}
		address = config.BaseURL + "/v3/" + config.parent() + ":translateText"
	}
	if config.MaxBatch <= 0 || config.MaxBatch > most {
		config.MaxBatch = most
	}
	if config.Concurrency <= 0 {
		config.Concurrency = 5
	}
	// The general model is the same in both editions and for every project; models and glossaries are the project's.
	own := []string{config.Model, config.Glossary}
	if config.Glossary != "" || config.Model != "" && !strings.HasPrefix(config.Model, "general/") {
		own = append(own, config.Project, config.Location)
	}
	return &Backend{
		config: config,
		id:     Name + ":" + httpapi.Host(u) + "#" + httpapi.Digest(own...),
		call: httpapi.Call{
			Client:  httpapi.Client(config.HTTPClient),
			Backend: Name,
			URL:     address,
			Header:  header,
			Secrets: httpapi.NewSecrets(config.BaseURL, config.Key),
			Judge:   judge,
		},
	}, nil
}

// parent is the name of what Advanced works in.
func (c *Config) parent() string {
	return "projects/" + url.PathEscape(c.Project) + "/locations/" + url.PathEscape(c.Location)
}

// resource returns the full name of a model or glossary of the project.
func (c *Config) resource(kind, id string) string {
	if id == "" || strings.HasPrefix(id, "projects/") {
		return id
	}
	return c.parent() + "/" + kind + "/" + id
}

// Info describes the backend. Usage counts characters, markup included, as Google bills them.
func (b *Backend) Info() translate.Info {
	return translate.Info{ID: b.id, MaxBatch: b.config.MaxBatch, Concurrency: b.config.Concurrency}
}

// A basicQuery is a request to v2, an advancedQuery one to v3.
type basicQuery struct {
	Q      []string `json:"q"`
	Source string   `json:"source"`
	Target string   `json:"target"`
	Format string   `json:"format"`
}

type advancedQuery struct {
	Contents []string  `json:"contents"`
	MIMEType string    `json:"mimeType"`
	Source   string    `json:"sourceLanguageCode"`
	Target   string    `json:"targetLanguageCode"`
	Model    string    `json:"model,omitempty"`
	Glossary *glossary `json:"glossaryConfig,omitempty"`
}

type glossary struct {
	Glossary string `json:"glossary"`
}

type translation struct {
	Text string `json:"translatedText"`
}

// Translate sends the texts of a request as one list; as HTML if parts of them are to be kept, and else plain.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	return translate.ByList(ctx, req, Name, b.id, b.ask)
}

func (b *Backend) ask(ctx context.Context, req *translate.Request) ([]string, translate.Usage, error) {
	texts, marked := markup.Texts(req.Items, markup.NoTranslate, markup.NoTranslateEnd)
	var usage translate.Usage
	for _, t := range texts {
		usage.SourceTokens += utf8.RuneCountInString(t)
	}
	if usage.SourceTokens > mostCharacters {
		return nil, translate.Usage{}, translate.Errorf(translate.Truncated, Name,
			"%d characters in a request, and Google takes %d", usage.SourceTokens, mostCharacters)
	}
	usage.Requests = 1
	answers, err := b.post(ctx, req, texts, marked)
	if err != nil {
		return nil, translate.Usage{Requests: 1}, err
	}
	if marked {
		for i := range answers {
			answers[i] = markup.Read(answers[i], "span")
		}
	}
	return answers, usage, nil
}

// post sends texts to the edition that is configured.
func (b *Backend) post(ctx context.Context, req *translate.Request, texts []string, marked bool) ([]string, error) {
	var answer struct {
		Data struct {
			Translations []translation `json:"translations"`
		} `json:"data"`
		Translations []translation `json:"translations"`
		Glossary     []translation `json:"glossaryTranslations"`
	}
	if b.config.Project == "" {
		q := basicQuery{Q: texts, Source: code(req.From), Target: code(req.To), Format: "text"}
		if marked {
			q.Format = "html"
		}
		if err := b.call.Post(ctx, q, &answer); err != nil {
			return nil, err
		}
		return plain(answer.Data.Translations), nil
	}
	q := advancedQuery{Contents: texts, MIMEType: "text/plain", Source: code(req.From), Target: code(req.To),
		Model: b.config.resource("models", b.config.Model)}
	if marked {
		q.MIMEType = "text/html"
	}
	if name := b.config.resource("glossaries", b.config.Glossary); name != "" {
		q.Glossary = &glossary{name}
	}
	if err := b.call.Post(ctx, q, &answer); err != nil {
		return nil, err
	}
	if q.Glossary != nil {
		return plain(answer.Glossary), nil
	}
	return plain(answer.Translations), nil
}

func plain(list []translation) []string {
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = t.Text
	}
	return texts
}

// judge reads Google's errors, of which some have a status that means something else.
func judge(status int, body []byte) (translate.Kind, translate.Cause) {
	has := func(words ...string) bool {
		for _, w := range words {
			if bytes.Contains(bytes.ToLower(body), []byte(w)) {
				return true
			}
		}
		return false
	}
	var failure struct {
		Error struct{ Status string }
	}
	_ = json.Unmarshal(body, &failure) // what is not JSON has no status of this sort
	switch {
	case status == http.StatusBadRequest && has("api key not valid", "api_key_invalid", "keyinvalid"):
		return translate.Auth, 0
	case status == http.StatusForbidden && has("daily limit exceeded", "dailylimitexceeded", "quotaexceeded"):
		return translate.Quota, 0
	case status == http.StatusForbidden && has("ratelimitexceeded", "rate limit exceeded"),
		failure.Error.Status == "RESOURCE_EXHAUSTED":
		return translate.RateLimited, 0
	case status == http.StatusBadRequest && has("text is too long", "text too long", "request payload size"):
		return translate.Truncated, 0
	case status == http.StatusBadRequest && has("bad language pair", "language code", "invalid value for source",
		"invalid value for target"):
		return translate.Invalid, translate.OtherLanguages
	}
	return httpapi.KindOfStatus(status), httpapi.CauseOfStatus(status)
}

// code returns Google's name of a language: its base, with what Google tells apart within it.
func code(t language.Tag) string {
	base := lang.Base(t)
	region, sure := t.Region()
	switch base {
	case "zh":
		if script, _ := t.Script(); script.String() == "Hant" {
			return "zh-TW"
		}
		return "zh-CN"
	case "pt":
		if sure == language.Exact && region.String() == "PT" {
			return "pt-PT"
		}
	case "nb":
		return "no"
	case "fil":
		return "tl"
	}
	return base
}
