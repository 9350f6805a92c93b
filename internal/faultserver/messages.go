package faultserver

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// messages answers Anthropic's POST /v1/messages: as chat does, with request and answer in the other form.
func (s *Server) messages(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var req struct {
		Model     string
		MaxTokens int `json:"max_tokens"`
		System    string
		Messages  []map[string]string
		Output    struct {
			Format struct {
				Type   string
				Schema json.RawMessage
			}
		} `json:"output_config"`
		Temperature *float64
	}
	if err := json.Unmarshal(body, &req); err != nil || req.MaxTokens == 0 || req.Model == "" ||
		r.Header.Get("Anthropic-Version") == "" || r.Header.Get("Authorization") != "" {
		fail(w, 400, "invalid_request_error", "max_tokens: Field required")
		return
	}
	chat := map[string]any{"model": req.Model, "max_tokens": req.MaxTokens,
		"messages": append([]map[string]string{{"role": "system", "content": req.System}}, req.Messages...)}
	if req.Output.Format.Type == "json_schema" {
		chat["response_format"] = map[string]any{"type": "json_schema",
			"json_schema": map[string]any{"schema": req.Output.Format.Schema}}
	}
	if req.Temperature != nil {
		chat["temperature"] = *req.Temperature
	}
	raw, _ := json.Marshal(chat)
	inner := r.Clone(r.Context())
	inner.Header.Set("Authorization", r.Header.Get("X-Api-Key"))
	s.chat(&asMessage{ResponseWriter: w}, inner, raw)
}

// An asMessage writes a chat completion as a message. What is not one passes unchanged, so that half and broken answers
// stay so.
type asMessage struct {
	http.ResponseWriter
	failed bool
}

// WriteHeader implements [http.ResponseWriter].
func (m *asMessage) WriteHeader(status int) {
	m.failed = status >= 400
	m.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (m *asMessage) Write(body []byte) (int, error) {
	var chat struct {
		Choices []struct {
			Message struct{ Content string }
			Finish  string `json:"finish_reason"`
		}
		Usage struct {
			Prompt     int `json:"prompt_tokens"`
			Completion int `json:"completion_tokens"`
		}
		Error json.RawMessage
	}
	out := body
	switch {
	case m.failed:
		out = bytes.Replace(body, []byte("{"), []byte(`{"type":"error","request_id":"req_1",`), 1)
	case json.Unmarshal(body, &chat) == nil && chat.Error == nil && strings.HasPrefix(string(body), "{"):
		content := []map[string]string{}
		stop := ""
		for _, c := range chat.Choices {
			content = append(content, map[string]string{"type": "text", "text": c.Message.Content})
			stop = map[string]string{"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}[c.Finish]
		}
		out, _ = json.Marshal(map[string]any{"id": "msg_1", "type": "message", "role": "assistant", "content": content,
			"stop_reason": stop,
			"usage":       map[string]int{"input_tokens": chat.Usage.Prompt, "output_tokens": chat.Usage.Completion}})
	}
	if _, err := m.ResponseWriter.Write(out); err != nil {
		return 0, err
	}
	return len(body), nil
}
