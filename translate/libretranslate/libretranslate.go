// Package libretranslate translates with a LibreTranslate server, or another that speaks its API, such as LTEngine.
package libretranslate

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// Name is the backend's name in errors and IDs.
const Name = "libretranslate"

// Config describes the server to ask.
type Config struct {
	BaseURL     string       // required, such as http://localhost:5000
	Key         string       // optional; never part of IDs or errors
	MaxBatch    int          // default 32
	Concurrency int          // default 4
	HTTPClient  *http.Client // default a client of its own; a call takes at most half an hour
}

// Backend is a server. It is safe for concurrent use.
type Backend struct {
	config Config
	call   httpapi.Call
	id     string
	// single is set once the server has shown that it takes one text a request and no list.
	single atomic.Bool
}

// New returns a backend; nothing is sent yet.
func New(config Config) (*Backend, error) {
	u, err := httpapi.ParseBase(Name, config.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := httpapi.CheckKey(Name, config.Key); err != nil {
		return nil, err
	}
	if config.MaxBatch <= 0 {
		config.MaxBatch = 32
	}
	if config.Concurrency <= 0 {
		config.Concurrency = 4
	}
	base := strings.TrimRight(config.BaseURL, "/")
	return &Backend{
		config: config,
		call: httpapi.Call{Client: httpapi.Client(config.HTTPClient), Backend: Name, URL: base + "/translate",
			Secrets: httpapi.NewSecrets(config.BaseURL, config.Key)},
		id: Name + ":" + httpapi.Host(u),
	}, nil
}

// Info describes the backend.
func (b *Backend) Info() translate.Info {
	return translate.Info{ID: b.id, MaxBatch: b.config.MaxBatch, Concurrency: b.config.Concurrency}
}

type query struct {
	Q      any    `json:"q"`
	Source string `json:"source"`
	Target string `json:"target"`
	Format string `json:"format"`
	Key    string `json:"api_key,omitempty"`
}

// Translate sends the texts of a request as one list; to a server that takes no lists, one after the other.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, rest, indices := translate.Translatable(req, b.id)
	if err := ctx.Err(); err != nil || len(indices) == 0 {
		return results, translate.Usage{}, err
	}
	texts := make([]string, len(indices))
	for k, it := range rest.Items {
		texts[k] = it.Text
	}
	var usage translate.Usage
	answers, err := b.send(ctx, &req, texts, &usage)
	if err != nil {
		return nil, usage, err
	}
	for k, i := range indices {
		results[i] = answers[k]
		if answers[k].Err == nil {
			results[i].Origin = b.id
		}
	}
	return results, usage, nil
}

// send returns one answer for each text, or an error that holds for all.
func (b *Backend) send(ctx context.Context, req *translate.Request, texts []string,
	usage *translate.Usage) ([]translate.Result, error) {
	if !b.single.Load() {
		got, single, err := b.list(ctx, req, texts, usage)
		if err != nil {
			return nil, err
		}
		if !single {
			if len(got) != len(texts) {
				// With a list of another length nobody knows which text is which.
				return nil, translate.Errorf(translate.Internal, Name, "the server sent %d texts for %d", len(got),
					len(texts))
			}
			out := make([]translate.Result, len(got))
			for i, t := range got {
				out[i].Text = t
			}
			return out, nil
		}
		b.single.Store(true)
	}
	out := make([]translate.Result, len(texts))
	for i, t := range texts {
		got, _, err := b.post(ctx, req, t, usage)
		switch {
		case err != nil && (i == 0 || ctx.Err() != nil):
			return nil, err
		case err != nil:
			for j := i; j < len(texts); j++ {
				out[j].Err = translate.AsError(err)
			}
			return out, nil
		case len(got) != 1:
			out[i].Err = translate.Errorf(translate.Internal, Name, "the server sent %d texts for one", len(got))
		default:
			out[i].Text = got[0]
		}
	}
	return out, nil
}

// list asks for all texts at once; single reports that the server wants them one by one.
func (b *Backend) list(ctx context.Context, req *translate.Request, texts []string,
	usage *translate.Usage) (got []string, single bool, err error) {
	got, wasList, err := b.post(ctx, req, texts, usage)
	if err != nil {
		if translate.KindOf(err) == translate.Invalid && strings.Contains(strings.ToLower(err.Error()), "string") &&
			ctx.Err() == nil {
			return nil, true, nil
		}
		return nil, false, err
	}
	return got, !wasList, nil
}

func (b *Backend) post(ctx context.Context, req *translate.Request, q any, usage *translate.Usage) (texts []string,
	wasList bool, err error) {
	usage.Requests++
	var answer struct {
		TranslatedText json.RawMessage `json:"translatedText"`
	}
	err = b.call.Post(ctx, query{Q: q, Source: code(req.From), Target: code(req.To), Format: "text", Key: b.config.Key},
		&answer)
	if err != nil {
		return nil, false, err
	}
	if json.Unmarshal(answer.TranslatedText, &texts) == nil {
		return texts, true, nil
	}
	var one string
	if err := json.Unmarshal(answer.TranslatedText, &one); err != nil {
		return nil, false, translate.Errorf(translate.Internal, Name, "the answer holds no translatedText")
	}
	return []string{one}, false, nil
}

// code returns LibreTranslate's name of a language: its ISO 639-1 code, except that Chinese is divided by script.
func code(t language.Tag) string {
	base := lang.Base(t)
	if base == "zh" {
		if s, _ := t.Script(); s.String() == "Hant" {
			return "zt"
		}
	}
	return base
}
