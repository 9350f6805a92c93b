package openai

import (
	"encoding/json"
	"testing"
)

func TestJoined(t *testing.T) {
	const events = ": keep-alive\n\n" +
		`data: {"id":"a","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Good "}}]}` + "\n\n" +
		`data: {"id":"a","model":"m","choices":[{"index":0,"delta":{"content":"morning."},"finish_reason":null}]}` + "\r\n\r\n" +
		`data: {"id":"a","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}` + "\n\n" +
		`data: {"id":"a","model":"m","choices":[],"usage":{"prompt_tokens":5}}` + "\n\ndata: [DONE]\n\n"
	var got struct {
		ID      string
		Choices []struct {
			Message struct{ Role, Content string }
			Finish  string `json:"finish_reason"`
		}
		Usage struct {
			Prompt int `json:"prompt_tokens"`
		}
	}
	if err := json.Unmarshal(joined([]byte(events)), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Choices) != 1 || got.Choices[0].Message.Content != "Good morning." ||
		got.Choices[0].Message.Role != "assistant" || got.Choices[0].Finish != "stop" ||
		got.ID != "a" || got.Usage.Prompt != 5 {
		t.Errorf("got %+v", got)
	}
	const failed = "event: error\ndata: {\"error\":{\"code\":503,\"message\":\"full\"}}\n\n"
	if status, _ := hiddenError(joined([]byte(failed))); status != 503 {
		t.Errorf("an error in the stream: status %d, want 503", status)
	}
	for _, body := range []string{
		"", "{}", `{"data:":1}`, "data: {broken", "no events", "Invalid data: no text", "data: [DONE]\n",
		"data: {\"choices\":7}\n",
	} {
		if whole := joined([]byte(body)); whole != nil {
			t.Errorf("%q: %s, want none", body, whole)
		}
	}
}
