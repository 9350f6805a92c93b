package openai

import (
	"bytes"
	"encoding/json"
	"strings"
)

// joined returns the chat completion that a server sent as a stream of events although none was asked for; nil if body
// is not one. The parts of its text are put together, and the other fields are those of the last event that has them.
func joined(body []byte) []byte {
	if start := bytes.TrimSpace(body); len(start) == 0 || start[0] == '{' || start[0] == '[' ||
		!bytes.Contains(start, []byte("data:")) {
		return nil
	}
	whole, found := map[string]json.RawMessage{}, false
	var text strings.Builder
	var finish json.RawMessage
	for line := range bytes.Lines(body) {
		data, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("data:"))
		if data = bytes.TrimSpace(data); !ok || len(data) == 0 || string(data) == "[DONE]" {
			continue
		}
		var event map[string]json.RawMessage
		if json.Unmarshal(data, &event) != nil {
			return nil
		}
		found = true
		var choices []struct {
			Index  int
			Delta  struct{ Content string }
			Finish json.RawMessage `json:"finish_reason"`
		}
		if raw, ok := event["choices"]; ok && json.Unmarshal(raw, &choices) != nil {
			return nil
		}
		for _, c := range choices {
			if c.Index != 0 {
				continue
			}
			text.WriteString(c.Delta.Content)
			if len(c.Finish) > 0 && string(c.Finish) != "null" {
				finish = c.Finish
			}
		}
		for key, value := range event {
			if key != "choices" && string(value) != "null" {
				whole[key] = value
			}
		}
	}
	if !found {
		return nil
	}
	type message struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	choices, err := json.Marshal([]struct {
		Index   int             `json:"index"`
		Message message         `json:"message"`
		Finish  json.RawMessage `json:"finish_reason,omitempty"`
	}{{Message: message{"assistant", text.String()}, Finish: finish}})
	if err != nil {
		return nil
	}
	whole["choices"] = choices
	out, err := json.Marshal(whole)
	if err != nil {
		return nil
	}
	return out
}
