package openai

import (
	"encoding/json"
	"testing"
)

func FuzzHiddenError(f *testing.F) {
	for _, s := range []string{
		`{"error":{"code":402,"message":"no credits"}}`, `{"error":null,"choices":[]}`, `{"choices":[{"error":{"code":"429","message":"slow"}}]}`,
		`{"choices":[{"message":{"content":"the word \"error\" in a text"}}]}`, `{"error":"text"}`, `{"error":{"code":1e9}}`, `{"error":{}}`, `[]`, `"error"`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		status, inner := hiddenError(body)
		if status == 0 {
			return
		}
		if status < 400 || status > 599 || !json.Valid(inner) || !json.Valid(body) {
			t.Errorf("%q: status %d, %q", body, status, inner)
		}
	})
}

func TestHiddenError(t *testing.T) {
	for body, want := range map[string]int{
		`{"error":{"code":402,"message":"no credits"}}`:                           402,
		`{"choices":[{"error":{"code":"429","message":"slow"}}]}`:                 429,
		`{"error":{"message":"something"}}`:                                       502,
		`{"error":null,"choices":[{"message":{"content":"x"}}]}`:                  0,
		`{"choices":[{"message":{"content":"the word \"error\" in a text"}}]}`:    0,
		`{"choices":[{"message":{"content":"x"},"error":null}],"usage":{"a":1}} `: 0,
	} {
		if got, _ := hiddenError([]byte(body)); got != want {
			t.Errorf("%s: status %d, want %d", body, got, want)
		}
	}
}
