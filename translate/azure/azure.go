// Package azure translates with Azure Translator, version 3 of its interface.
package azure

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/internal/markup"
)

// Name is the backend's name in errors and IDs.
const Name = "azure"

// DefaultBaseURL is the global endpoint. A resource with a domain of its own is asked at
// https://NAME.cognitiveservices.azure.com.
const DefaultBaseURL = "https://api.cognitive.microsofttranslator.com"

// Limits of a request, from Microsoft's page of service limits: texts, and characters of all together.
const (
	mostTexts      = 1000
	mostCharacters = 50_000
)

// Config describes how to ask Azure.
type Config struct {
	BaseURL     string       // default [DefaultBaseURL]
	Key         string       // required; never part of IDs or errors
	Region      string       // of the resource, unless that is a global one
	Category    string       // of a model of one's own; default "general"
	MaxBatch    int          // default 100, at most 1000
	Concurrency int          // default 5
	HTTPClient  *http.Client // default a client of its own; a call takes at most half an hour
}

// Backend is a resource at Azure. It is safe for concurrent use.
type Backend struct {
	config Config
	call   httpapi.Call // its address lacks the languages
	id     string
}

// New returns a backend; nothing is sent yet.
func New(config Config) (*Backend, error) {
	config.BaseURL = strings.TrimRight(cmp.Or(config.BaseURL, DefaultBaseURL), "/")
	u, err := httpapi.ParseBase(Name, config.BaseURL)
	if err != nil {
		return nil, err
	}
	if config.Key == "" {
		return nil, translate.Errorf(translate.Auth, Name, "no key")
	}
	if err := httpapi.CheckKey(Name, config.Key); err != nil {
		return nil, err
	}
	switch {
	case config.MaxBatch <= 0:
		config.MaxBatch = 100
	case config.MaxBatch > mostTexts:
		config.MaxBatch = mostTexts
	}
	if config.Concurrency <= 0 {
		config.Concurrency = 5
	}
	header := http.Header{"Ocp-Apim-Subscription-Key": {config.Key}}
	if config.Region != "" {
		header.Set("Ocp-Apim-Subscription-Region", config.Region)
	}
	host := httpapi.Host(u)
	if u.Path == "" && strings.HasSuffix(u.Hostname(), ".cognitiveservices.azure.com") {
		u.Path = "/translator/text/v3.0" // where a domain of one's own has the service
	}
	if config.BaseURL == DefaultBaseURL {
		host = "microsofttranslator.com"
	}
	id := Name + ":" + host
	if config.Category != "" {
		id += "#" + httpapi.Digest(config.Category)
	}
	return &Backend{
		config: config,
		id:     id,
		call: httpapi.Call{
			Client:  httpapi.Client(config.HTTPClient),
			Backend: Name,
			URL:     u.JoinPath("translate").String(),
			Header:  header,
			Secrets: httpapi.NewSecrets(config.BaseURL, config.Key),
			Judge:   judge,
		},
	}, nil
}

// Info describes the backend. Usage counts characters as Azure bills them: in UTF-16, markup included.
func (b *Backend) Info() translate.Info {
	return translate.Info{ID: b.id, MaxBatch: b.config.MaxBatch, Concurrency: b.config.Concurrency}
}

type text struct {
	Text string `json:"Text"`
}

// Translate sends the texts of a request as one list; as HTML if parts of them are to be kept or are terms, and else
// plain.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	return translate.ByList(ctx, req, Name, b.id, b.ask)
}

func (b *Backend) ask(ctx context.Context, req *translate.Request) ([]string, translate.Usage, error) {
	texts, marked := written(req)
	var usage translate.Usage
	for _, t := range texts {
		for _, r := range t.Text {
			usage.SourceTokens += utf16.RuneLen(r)
		}
	}
	if usage.SourceTokens > mostCharacters {
		return nil, translate.Usage{}, translate.Errorf(translate.Truncated, Name,
			"%d characters in a request, and Azure takes %d", usage.SourceTokens, mostCharacters)
	}
	call := b.call
	call.URL += "?" + b.parameters(req, marked).Encode()
	var answers []struct {
		Translations []struct {
			Text string `json:"text"`
		} `json:"translations"`
	}
	if err := call.Post(ctx, texts, &answers); err != nil {
		return nil, translate.Usage{Requests: 1}, err
	}
	usage.Requests = 1
	targets := make([]string, len(answers))
	for i, a := range answers {
		if len(a.Translations) != 1 {
			return nil, usage, translate.Errorf(translate.Internal, Name, "the server sent %d translations of a text",
				len(a.Translations))
		}
		targets[i] = a.Translations[0].Text
		if marked {
			targets[i] = markup.Read(targets[i], "span", dictionary)
		}
	}
	return targets, usage, nil
}

func (b *Backend) parameters(req *translate.Request, marked bool) url.Values {
	v := url.Values{"api-version": {"3.0"}, "from": {code(req.From)}, "to": {code(req.To)}, "textType": {"plain"}}
	if marked {
		v.Set("textType", "html")
	}
	if b.config.Category != "" {
		v.Set("category", b.config.Category)
	}
	return v
}

// dictionary is the element that gives the translation of what stands in it, which Azure calls the dynamic dictionary.
const dictionary = "mstrans:dictionary"

// written returns the texts of a request, all as HTML if any holds a part to keep or a term.
func written(req *translate.Request) (texts []text, marked bool) {
	parts := make([][]markup.Part, len(req.Items))
	for i := range req.Items {
		it := &req.Items[i]
		parts[i] = markup.Kept(it, markup.NoTranslate, markup.NoTranslateEnd)
		for _, t := range req.Terms {
			for start, end := range term.All(it.Text, t.Source) {
				parts[i] = append(parts[i], markup.Part{
					Span:  offset.Span{Start: start, End: end},
					Open:  fmt.Sprintf(`<%s translation="%s">`, dictionary, html.EscapeString(t.Targets()[0])),
					Close: "</" + dictionary + ">",
				})
			}
		}
		marked = marked || len(parts[i]) > 0
	}
	for i := range req.Items {
		s := req.Items[i].Text
		if marked {
			s = markup.Write(s, apart(parts[i], len(req.Items[i].Keep)))
		}
		texts = append(texts, text{s})
	}
	return texts, marked
}

// apart returns the parts in order, without those terms that overlap one of the first kept parts, or a longer term.
func apart(parts []markup.Part, kept int) []markup.Part {
	terms := parts[kept:]
	slices.SortStableFunc(terms, func(a, b markup.Part) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	out := slices.Clone(parts[:kept])
	at, k := 0, 0
	for _, t := range terms {
		for k < kept && parts[k].End <= t.Start {
			k++
		}
		if t.Start < at || k < kept && parts[k].Start < t.End {
			continue
		}
		out = append(out, t)
		at = t.End
	}
	slices.SortFunc(out, func(a, b markup.Part) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// judge reads Azure's codes, of which the first three digits are the status.
func judge(status int, body []byte) (translate.Kind, translate.Cause) {
	var failure struct {
		Error struct{ Code json.Number }
	}
	_ = json.Unmarshal(body, &failure) // what is not JSON has no code
	switch failure.Error.Code {
	case "403001": // the free quota is used up
		return translate.Quota, 0
	case "400035", "400036", "400023": // source, target, or pair of languages
		return translate.Invalid, translate.OtherLanguages
	case "400050", "400077": // text, or request, too long
		return translate.Truncated, 0
	}
	return httpapi.KindOfStatus(status), httpapi.CauseOfStatus(status)
}

// code returns Azure's name of a language: its base, with what Azure tells apart within it.
func code(t language.Tag) string {
	script, _ := t.Script()
	region, sure := t.Region()
	switch b := lang.Base(t); b {
	case "zh", "sr", "mn":
		return b + "-" + script.String()
	case "pt":
		if sure == language.Exact && region.String() == "PT" {
			return "pt-pt"
		}
		return b
	case "fr":
		if sure == language.Exact && region.String() == "CA" {
			return "fr-ca"
		}
		return b
	default:
		return b
	}
}
