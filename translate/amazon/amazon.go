// Package amazon translates with Amazon Translate.
//
// Requests are signed by the signer of Amazon's SDK for Go. They are sent by the HTTP client of all backends and not by
// the SDK's service client: that one follows redirects, reads answers without a bound, retries behind the back of what
// retries here, and links the SDK's ways to find credentials, all for one operation with four fields.
package amazon

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/internal/markup"
)

// Name is the backend's name in errors and IDs.
const Name = "amazon"

// service is Amazon's own name of the service, in addresses and signatures.
const service = "translate"

// mostBytes is the largest text of a request, from Amazon's page of quotas.
const mostBytes = 10_000

// Config describes how to ask Amazon.
type Config struct {
	Region  string // required, such as "eu-central-1"
	BaseURL string // default the region's endpoint
	// KeyID and Key are an access key: its ID and its secret. Session is the token of temporary credentials. None of
	// them is ever part of IDs or errors.
	KeyID, Key, Session string
	Terminology         string       // name of a custom terminology stored at Amazon
	Concurrency         int          // default 8: every text is a request of its own
	HTTPClient          *http.Client // default a client of its own; a call takes at most half an hour
}

// Backend is an account at Amazon in one region. It is safe for concurrent use.
type Backend struct {
	config Config
	call   httpapi.Call
	id     string
}

// New returns a backend; nothing is sent yet.
func New(config Config) (*Backend, error) {
	if config.Region == "" {
		return nil, translate.Errorf(translate.Invalid, Name, "no region; set AWS_REGION, such as to eu-central-1")
	}
	if strings.Trim(config.Region, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return nil, translate.Errorf(translate.Invalid, Name, "%q is not a region, such as eu-central-1", config.Region)
	}
	domain := ".amazonaws.com"
	if strings.HasPrefix(config.Region, "cn-") {
		domain += ".cn"
	}
	config.BaseURL = cmp.Or(config.BaseURL, "https://"+service+"."+config.Region+domain)
	u, err := httpapi.ParseBase(Name, config.BaseURL)
	if err != nil {
		return nil, err
	}
	if config.KeyID == "" || config.Key == "" {
		return nil, translate.Errorf(translate.Auth, Name, "no access key: it has an ID and a secret")
	}
	for _, key := range []string{config.KeyID, config.Key, config.Session} {
		if err := httpapi.CheckKey(Name, key); err != nil {
			return nil, err
		}
	}
	if config.Concurrency <= 0 {
		config.Concurrency = 8
	}
	host := httpapi.Host(u)
	if strings.HasSuffix(host, domain) {
		host = "amazonaws.com" // the same engine in every region
	}
	id := Name + ":" + host
	if config.Terminology != "" {
		id += "#" + httpapi.Digest(config.KeyID, config.Region, config.Terminology)
	}
	signer := v4.NewSigner()
	credentials := aws.Credentials{AccessKeyID: config.KeyID, SecretAccessKey: config.Key, SessionToken: config.Session}
	return &Backend{
		config: config,
		id:     id,
		call: httpapi.Call{
			Client:  httpapi.Client(config.HTTPClient),
			Backend: Name,
			URL:     u.JoinPath("/").String(),
			Header: http.Header{
				"Content-Type": {"application/x-amz-json-1.1"},
				"X-Amz-Target": {"AWSShineFrontendService_20170701.TranslateText"},
			},
			Secrets: httpapi.NewSecrets(config.BaseURL, config.KeyID, config.Key, config.Session),
			Judge:   judge,
			Sign: func(req *http.Request, body []byte) error {
				sum := sha256.Sum256(body)
				return signer.SignHTTP(req.Context(), credentials, req, hex.EncodeToString(sum[:]), service,
					config.Region, time.Now())
			},
		},
	}, nil
}

// Info describes the backend. Usage counts characters, markup included, as Amazon bills them.
func (b *Backend) Info() translate.Info {
	return translate.Info{ID: b.id, MaxBatch: 1, Concurrency: b.config.Concurrency}
}

type query struct {
	Text        string   `json:"Text"`
	Source      string   `json:"SourceLanguageCode"`
	Target      string   `json:"TargetLanguageCode"`
	Terminology []string `json:"TerminologyNames,omitempty"`
}

// Translate sends one text after the other. After the first failure nothing more is sent: what was translated before
// is kept.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, rest, indices := translate.Translatable(req, b.id)
	var usage translate.Usage
	if err := ctx.Err(); err != nil || len(indices) == 0 {
		return results, usage, err
	}
	for k, i := range indices {
		text, err := b.one(ctx, &rest, k, &usage)
		switch {
		case err != nil && (k == 0 || ctx.Err() != nil):
			return nil, usage, err
		case err != nil:
			for _, j := range indices[k:] {
				results[j] = translate.Result{Err: translate.AsError(err)}
			}
			return results, usage, nil
		}
		results[i] = translate.Result{Text: text, Origin: b.id}
	}
	return results, usage, nil
}

// one translates item k of a request; as HTML if parts of it are to be kept, and else plain.
func (b *Backend) one(ctx context.Context, req *translate.Request, k int, usage *translate.Usage) (string, error) {
	texts, marked := markup.Texts(req.Items[k:k+1], markup.NoTranslate, markup.NoTranslateEnd)
	if len(texts[0]) > mostBytes {
		return "", translate.Errorf(translate.Truncated, Name, "a text of %d bytes, and Amazon takes %d",
			len(texts[0]), mostBytes)
	}
	q := query{Text: texts[0], Source: code(req.From), Target: code(req.To)}
	if b.config.Terminology != "" {
		q.Terminology = []string{b.config.Terminology}
	}
	var answer struct {
		Text *string `json:"TranslatedText"`
	}
	usage.Requests++
	if err := b.call.Post(ctx, q, &answer); err != nil {
		return "", err
	}
	usage.SourceTokens += utf8.RuneCountInString(texts[0])
	if answer.Text == nil {
		return "", translate.Errorf(translate.Internal, Name, "the answer holds no TranslatedText")
	}
	if marked {
		return markup.Read(*answer.Text, "span"), nil
	}
	return *answer.Text, nil
}

// judge reads Amazon's types of errors: most have the status 400.
func judge(status int, body []byte) (translate.Kind, translate.Cause) {
	var failure struct {
		Type string `json:"__type"`
	}
	_ = json.Unmarshal(body, &failure) // what is not JSON has no type
	name := failure.Type[strings.LastIndexByte(failure.Type, '#')+1:]
	switch name {
	case "ThrottlingException", "TooManyRequestsException", "LimitExceededException", "RequestLimitExceeded":
		return translate.RateLimited, 0
	case "ServiceUnavailableException", "InternalServerException", "InternalFailure", "RequestExpired":
		return translate.Unavailable, 0
	case "TextSizeLimitExceededException":
		return translate.Truncated, 0
	case "UnsupportedLanguagePairException":
		return translate.Invalid, translate.OtherLanguages
	case "UnrecognizedClientException", "InvalidSignatureException", "IncompleteSignature", "AccessDeniedException",
		"MissingAuthenticationToken", "MissingAuthenticationTokenException", "ExpiredTokenException",
		"InvalidClientTokenId", "OptInRequired", "NotAuthorized":
		return translate.Auth, 0
	}
	return httpapi.KindOfStatus(status), httpapi.CauseOfStatus(status)
}

// code returns Amazon's name of a language: its base, with what Amazon tells apart within it.
func code(t language.Tag) string {
	script, _ := t.Script()
	region, sure := t.Region()
	name := lang.Base(t)
	if name == "nb" {
		return "no"
	}
	if name == "zh" && script.String() == "Hant" {
		return "zh-TW"
	}
	if sure == language.Exact {
		switch with := name + "-" + region.String(); with {
		case "pt-PT", "fr-CA", "es-MX", "fa-AF":
			return with
		}
	}
	return name
}
