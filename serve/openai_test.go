package serve_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestOpenAI(t *testing.T) {
	f := open(t, nil)
	const said = `"choices":[{"index":0,"message":{"role":"assistant","content":"Good morning"},"finish_reason":"stop"}]`
	const bad = `{"error":{"message":"…","type":"invalid_request_error","param":"`
	user := func(rest string) string {
		return `{"messages":[{"role":"user","content":"Guten Morgen"}],` + rest + `}`
	}
	f.check(t, []request{
		{
			path: "/v1/chat/completions",
			body: user(`"model":"words"`),
			want: `{"id":"chatcmpl-…","object":"chat.completion","created":…,"model":"words",` + said +
				`,"usage":{"prompt_tokens":…,"completion_tokens":…,"total_tokens":…}}`,
		},
		{
			path: "/v1/chat/completions",
			body: user(`"model":"words:de-en","temperature":0.3,"n":1,"tools":[],"response_format":{"type":"text"}`),
			want: `…` + said + `…`,
		},
		{path: "/v1/chat/completions", body: user(`"model":"echo"`), want: `…"content":"Guten Morgen"…`},
		{
			path: "/v1/chat/completions",
			body: `{"model":"words","messages":[{"role":"system","content":"Translate."},{"role":"user",` +
				`"content":"x"},{"role":"assistant","content":"x"},{"role":"user","content":[{"type":"text",` +
				`"text":"Guten "},{"type":"text","text":"Morgen"}]}]}`,
			want: `…` + said + `…`,
		},
		{ // code in Markdown stays as it is
			path: "/v1/chat/completions",
			body: `{"model":"words","messages":[{"role":"user","content":"- Guten **Morgen**\n\n` +
				"```\\nGuten Morgen\\n```" + `\n"}]}`,
			want: `…"content":"- Good **morning**\n\n` + "```\\nGuten Morgen\\n```" + `\n"…`,
		},
		{ // a text that is all in a block of code is translated
			path: "/v1/chat/completions",
			body: `{"model":"words","messages":[{"role":"user","content":"` + "```\\nGuten Morgen\\n```" + `"}]}`,
			want: `…Good morning…`,
		},
		{ // that of an item of a list, too
			path: "/v1/chat/completions",
			body: `{"model":"words","messages":[{"role":"user","content":"- Guten Morgen\n\n` +
				"  ```\\n  Guten Morgen\\n  ```" + `\n"}]}`,
			want: `…"content":"- Good morning\n\n` + "  ```\\n  Guten Morgen\\n  ```" + `\n"…`,
		},
		{
			path:   "/v1/chat/completions",
			body:   user(`"model":"gpt-5"`),
			status: 404,
			want:   `{"error":{"message":"…","type":"invalid_request_error","param":"model","code":"model_not_found"}}`,
		},
		{path: "/v1/chat/completions", body: user(`"n":1`), status: 400, want: bad + `model"…`},
		{path: "/v1/chat/completions", body: user(`"model":"words","n":2`), status: 400, want: bad + `n"…`},
		{path: "/v1/chat/completions", body: user(`"model":"words","tools":[{}]`), status: 400, want: bad + `tools"…`},
		{
			path:   "/v1/chat/completions",
			body:   user(`"model":"words","response_format":{"type":"json_object"}`),
			status: 400,
			want:   bad + `response_format"…`,
		},
		{path: "/v1/chat/completions", body: `{"model":"words","messages":[]}`, status: 400, want: bad + `messages"…`},
		{path: "/v1/chat/completions", body: `{"model":"words","messages":"Hallo"}`, status: 400, want: bad + `messages"…`},
		{
			path:   "/v1/chat/completions",
			body:   `{"model":"words","messages":[{"role":"user","content":[{"type":"image_url"}]}]}`,
			status: 400,
			want:   bad + `messages"…`,
		},
		{
			path:   "/v1/models",
			method: "GET",
			want: `{"data":[{"id":"words","object":"model","created":0,"owned_by":"satzpaar"},` +
				`{"id":"words:de-en",…{"id":"echo:en-de",…}],"object":"list"}`,
		},
		{path: "/v1/models/words:es-en", method: "GET", want: `{"id":"words:es-en",…}`},
		{path: "/v1/models/other", method: "GET", status: 404, want: `{"error":…}`},
	})
}

func TestOpenAIStream(t *testing.T) {
	f := open(t, nil)
	for _, usage := range []bool{false, true} {
		body := `{"model":"words","stream":true,"messages":[{"role":"user","content":"Guten Morgen"}]`
		if usage {
			body += `,"stream_options":{"include_usage":true}`
		}
		w := f.do(request{path: "/v1/chat/completions", body: body + "}"})
		if ct := w.Header().Get("Content-Type"); ct != "text/event-stream" {
			t.Errorf("Content-Type %q", ct)
		}
		events := strings.Split(strings.TrimSuffix(w.Body.String(), "\n\n"), "\n\n")
		text, finish, used := "", "", 0
		for i, e := range events {
			data, ok := strings.CutPrefix(e, "data: ")
			if !ok || (data == "[DONE]") != (i == len(events)-1) {
				t.Fatalf("event %d is %q", i, e)
			}
			if data == "[DONE]" {
				break
			}
			var c struct {
				Object  string
				Choices []struct {
					Delta  struct{ Content string }
					Finish string `json:"finish_reason"`
				}
				Usage *struct{}
			}
			if err := json.Unmarshal([]byte(data), &c); err != nil || c.Object != "chat.completion.chunk" {
				t.Fatalf("%v: %s", err, data)
			}
			for _, choice := range c.Choices {
				text += choice.Delta.Content
				finish += choice.Finish
			}
			if c.Usage != nil {
				used++
			}
		}
		if text != "Good morning" || finish != "stop" || used > 0 != usage {
			t.Errorf("usage %v: %q, finish %q, used %d", usage, text, finish, used)
		}
	}
}
