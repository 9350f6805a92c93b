package anthropic

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// A dialect sends chat completions as messages, and returns their answers as chat completions.
type dialect struct {
	next    http.RoundTripper
	key     string
	secrets httpapi.Secrets
}

// RoundTrip implements [http.RoundTripper].
func (d *dialect) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Del("Authorization")
	req.Header.Set("X-Api-Key", d.key)
	req.Header.Set("Anthropic-Version", version)
	if req.Method != http.MethodPost || req.Body == nil {
		return d.next.RoundTrip(req) // the list of models has the same form
	}
	body, err := io.ReadAll(req.Body)
	req.Body.Close()
	if err != nil {
		return nil, err
	}
	if body, err = message(body); err != nil {
		return nil, err
	}
	if path, ok := strings.CutSuffix(req.URL.Path, "/chat/completions"); ok {
		req.URL.Path, req.URL.RawPath = path+"/messages", ""
	}
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp, err := d.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	countdown(resp.Header)
	if body, err = httpapi.Read(resp.Body, d.secrets); err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusOK {
		body = completion(body)
	} else {
		body = failure(body)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}

// thinkingRoom is how many tokens a model may think before it answers: they count as output, and the bound that comes
// with a request is for the answer alone.
const thinkingRoom = 8192

// unboundedOutput is the bound for a request that has none: here there must be one.
const unboundedOutput = 32_000

// A part is a message, or its role and text alone.
type part struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// message turns the body of a chat completion into that of a message. Fields that mean the same in both, such as model
// and temperature, and those of the configuration that only Anthropic knows, stay as they are.
func message(body []byte) ([]byte, error) {
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, err
	}
	var chat struct {
		Messages  []part `json:"messages"`
		MaxTokens int    `json:"max_tokens"`
		MaxOutput int    `json:"max_completion_tokens"`
		Effort    string `json:"reasoning_effort"`
		Format    struct {
			JSONSchema struct {
				Schema json.RawMessage `json:"schema"`
			} `json:"json_schema"`
		} `json:"response_format"`
	}
	if err := json.Unmarshal(body, &chat); err != nil {
		return nil, err
	}
	var system []string
	var messages []part
	for _, m := range chat.Messages {
		if m.Role == "system" {
			system = append(system, m.Content)
		} else {
			messages = append(messages, m)
		}
	}
	for _, f := range []string{"max_completion_tokens", "reasoning_effort", "response_format"} {
		delete(fields, f)
	}
	fields["messages"] = messages
	if len(system) > 0 {
		fields["system"] = strings.Join(system, "\n\n")
	}
	if n := max(chat.MaxTokens, chat.MaxOutput); n > 0 {
		fields["max_tokens"] = n + thinkingRoom
	} else {
		fields["max_tokens"] = unboundedOutput
	}
	output := map[string]any{}
	if len(chat.Format.JSONSchema.Schema) > 0 {
		output["format"] = map[string]any{"type": "json_schema", "schema": chat.Format.JSONSchema.Schema}
	}
	if chat.Effort != "" {
		output["effort"] = chat.Effort
	}
	if len(output) > 0 {
		fields["output_config"] = output
	}
	return json.Marshal(fields)
}

// reasons are the reasons why a model stopped, as chat completions name them.
var reasons = map[string]string{
	"end_turn":                      "stop",
	"stop_sequence":                 "stop",
	"max_tokens":                    "length",
	"model_context_window_exceeded": "length",
	"refusal":                       "content_filter",
}

// completion turns a message into a chat completion. What is none stays as it is, to be judged by whoever asked.
func completion(body []byte) []byte {
	var m struct {
		Content []struct{ Type, Text, Thinking string }
		Stop    string `json:"stop_reason"`
		Usage   struct {
			Input   int `json:"input_tokens"`
			Written int `json:"cache_creation_input_tokens"`
			Cached  int `json:"cache_read_input_tokens"`
			Output  int `json:"output_tokens"`
		}
	}
	if json.Unmarshal(body, &m) != nil || m.Content == nil && m.Stop == "" {
		return body
	}
	var text, thoughts strings.Builder
	for _, c := range m.Content {
		text.WriteString(c.Text)
		thoughts.WriteString(c.Thinking)
	}
	input := m.Usage.Input + m.Usage.Written + m.Usage.Cached
	raw, err := json.Marshal(map[string]any{
		"choices": []any{map[string]any{
			"message": map[string]string{"role": "assistant", "content": text.String(),
				"reasoning_content": thoughts.String()},
			"finish_reason": reasons[m.Stop],
		}},
		"usage": map[string]int{"prompt_tokens": input, "completion_tokens": m.Usage.Output,
			"total_tokens": input + m.Usage.Output},
	})
	if err != nil {
		return body
	}
	return raw
}

// failure puts the code that Anthropic has in the details of an error where chat completions have it.
func failure(body []byte) []byte {
	var f struct {
		Error struct {
			Type    string `json:"type"`
			Message string `json:"message"`
			Code    string `json:"code"`
			Details struct {
				Code string `json:"error_code"`
			} `json:"details"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &f) != nil || f.Error.Details.Code == "" {
		return body
	}
	f.Error.Code = f.Error.Details.Code
	raw, err := json.Marshal(f)
	if err != nil {
		return body
	}
	return raw
}

// countdown names the headers that count down what is left of a limit as chat completions do.
func countdown(h http.Header) {
	for _, what := range []string{"Requests", "Tokens"} {
		for _, count := range []string{"Remaining", "Reset"} {
			if v := h.Get("Anthropic-Ratelimit-" + what + "-" + count); v != "" {
				h.Set("X-Ratelimit-"+count+"-"+what, v)
			}
		}
	}
}
