package anthropic_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/anthropic"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

const key = "0123-secret"

func TestConformance(t *testing.T) {
	_, open := translatetest.Serve(t, faultserver.Config{Key: key, RejectTemp: true},
		func(address string) (*openai.Backend, error) {
			return anthropic.New(openai.Config{BaseURL: address + "/v1", Model: "claude-test", Key: key, NoContext: true})
		})
	translatetest.Suite{New: open, Secrets: []string{key}}.Run(t)
}

// TestContentFaults: faults of content come through the other form of answers as what they are.
func TestContentFaults(t *testing.T) {
	for fault, kind := range map[faultserver.Fault]translate.Kind{
		faultserver.Truncate: translate.Truncated,
		faultserver.Filter:   translate.Refused,
		faultserver.Refuse:   translate.Refused,
		faultserver.NoChoice: translate.Internal,
	} {
		_, open := translatetest.Serve(t, faultserver.Config{Key: key, Plan: faultserver.Always(fault)},
			func(address string) (*openai.Backend, error) {
				return anthropic.New(openai.Config{BaseURL: address + "/v1", Model: "m", Key: key, Mode: openai.JSONSchema})
			})
		results, _, err := open().Translate(context.Background(), translatetest.Request("Das ist ein Satz.", "Noch ein Satz."))
		if err == nil {
			err = results[len(results)-1].Err
		}
		if translate.KindOf(err) != kind || translate.AsError(err).Backend != anthropic.Name {
			t.Errorf("%s: %v, want kind %v", fault, err, kind)
		}
	}
}

// TestMessages: a request has the form of the Messages API, and the headers of the answer say how long to wait.
func TestMessages(t *testing.T) {
	var path string
	var header http.Header
	var sent struct {
		Model     string
		System    string
		Messages  []struct{ Role, Content string }
		MaxTokens int `json:"max_tokens"`
		Output    struct {
			Effort string
			Format struct {
				Type   string
				Schema json.RawMessage
			}
		} `json:"output_config"`
		Thinking any
		Other    any `json:"response_format"`
	}
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, header = r.URL.Path, r.Header
		body, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(body, &sent); err != nil {
			t.Error(err)
		}
		w.Header().Set("Anthropic-Ratelimit-Requests-Remaining", "0")
		w.Header().Set("Anthropic-Ratelimit-Requests-Reset", time.Now().Add(30*time.Second).UTC().Format(time.RFC3339))
		io.WriteString(w, `{"type":"message","role":"assistant","stop_reason":"end_turn","content":[`+
			`{"type":"thinking","thinking":"Hm."},`+
			`{"type":"text","text":"{\"1\":{\"s\":\"Das ist ein\",\"t\":\"This is a sentence.\"},`+
			`\"2\":{\"s\":\"Noch einer.\",\"t\":\"One more.\"}}"}],`+
			`"usage":{"input_tokens":10,"cache_read_input_tokens":90,"output_tokens":7}}`)
	}))
	defer h.Close()
	b, err := anthropic.New(openai.Config{BaseURL: h.URL + "/v1", Model: "claude-test", Key: key, Mode: openai.JSONSchema,
		ReasoningEffort: "low", Extra: map[string]any{"thinking": map[string]any{"type": "disabled"}}})
	if err != nil {
		t.Fatal(err)
	}
	results, usage, err := b.Translate(context.Background(), translatetest.Request("Das ist ein Satz.", "Noch einer."))
	if err != nil || results[0].Text != "This is a sentence." || results[1].Text != "One more." {
		t.Fatal(err, results)
	}
	if usage.SourceTokens != 100 || usage.TargetTokens != 7 || usage.Pause < 20*time.Second {
		t.Errorf("usage is %+v", usage)
	}
	if path != "/v1/messages" || header.Get("X-Api-Key") != key || header.Get("Authorization") != "" ||
		header.Get("Anthropic-Version") == "" {
		t.Errorf("asked %s with %v", path, header)
	}
	if sent.Model != "claude-test" || sent.System == "" || len(sent.Messages) != 1 || sent.Messages[0].Role != "user" ||
		sent.MaxTokens < 8192 || sent.Output.Effort != "low" || sent.Output.Format.Type != "json_schema" ||
		len(sent.Output.Format.Schema) == 0 || sent.Thinking == nil || sent.Other != nil {
		t.Errorf("sent %+v", sent)
	}
}

// TestQuota: limits of spending are told apart from limits of a minute.
func TestQuota(t *testing.T) {
	for _, tt := range []struct {
		status        int
		name, message string
		more          string
		kind          translate.Kind
	}{
		{400, "invalid_request_error", "Your credit balance is too low to access the API.", "", translate.Quota},
		{429, "rate_limit_error", "Usage is paused.", `,"details":{"error_code":"enforced_spend_limit_reached"}`,
			translate.Quota},
		{429, "rate_limit_error", "This request would exceed your rate limit.", "", translate.RateLimited},
		{402, "billing_error", "Check your payment details.", "", translate.Quota},
		{529, "overloaded_error", "Overloaded", "", translate.Unavailable},
		{413, "request_too_large", "Request exceeds the maximum size", "", translate.Truncated},
	} {
		body := fmt.Sprintf(`{"type":"error","error":{"type":%q,"message":%q%s}}`, tt.name, tt.message, tt.more)
		h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(tt.status)
			io.WriteString(w, body)
		}))
		b, err := anthropic.New(openai.Config{BaseURL: h.URL + "/v1", Model: "m", Key: key})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.Translate(context.Background(), translatetest.Request("Ein Satz.")); translate.KindOf(err) != tt.kind {
			t.Errorf("%d %s: %v, want kind %v", tt.status, body, err, tt.kind)
		}
		h.Close()
	}
	if _, err := anthropic.New(openai.Config{Model: "m"}); translate.KindOf(err) != translate.Auth {
		t.Errorf("no key: %v", err)
	}
}
