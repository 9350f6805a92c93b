package serve_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/serve"
)

func TestDeepL(t *testing.T) {
	f := open(t, nil)
	one := func(text string) string {
		return `{"translations":[{"detected_source_language":"DE","text":"` + text + `"}]}`
	}
	f.check(t, []request{
		{path: "/v2/translate", body: "text=Guten+Morgen&target_lang=EN&source_lang=DE", want: one("Good morning")},
		{
			path: "/v2/translate",
			body: "text=Guten+Morgen&text=Hallo+Welt&target_lang=EN-US&source_lang=DE",
			want: `{"translations":[{"detected_source_language":"DE","text":"Good morning"},` +
				`{"detected_source_language":"DE","text":"Hello world"}]}`,
		},
		{
			path: "/v2/translate",
			body: `{"text":["Das Haus ist alt und Der Hund schläft"],"target_lang":"en-GB"}`,
			want: one("The house is old and The dog is sleeping"),
		},
		{
			path: "/v2/translate",
			body: `{"text":["Guten Morgen"],"target_lang":"EN","source_lang":"DE","formality":"prefer_less",` +
				`"context":"x","preserve_formatting":true,"show_billed_characters":true,` +
				`"model_type":"quality_optimized"}`,
			want: `{"translations":[{"detected_source_language":"DE","text":"Good morning",` +
				`"billed_characters":12,"model_type_used":"latency_optimized"}]}`,
		},
		{ // the official client reads a number wherever it has asked for one
			path: "/v2/translate",
			body: `{"text":["","Guten Morgen"],"target_lang":"EN","source_lang":"DE","show_billed_characters":true}`,
			want: `{"translations":[{"detected_source_language":"DE","text":"","billed_characters":0},` +
				`{"detected_source_language":"DE","text":"Good morning","billed_characters":12}]}`,
		},
		{
			path: "/v2/translate",
			body: `{"text":["The house is very old, and nobody lives there."],"target_lang":"EN"}`,
			want: `{"translations":[{"detected_source_language":"EN","text":"The house is very old, and nobody ` +
				`lives there."}]}`,
		},
		// Tags stay, those to be ignored with what they hold.
		{
			path: "/v2/translate",
			body: `{"text":["<a>Guten Morgen</a> <x id=\"7\"/> &amp; <x>Hallo Welt</x>"],"target_lang":"EN",` +
				`"source_lang":"DE","tag_handling":"xml"}`,
			want: one(`<a>Good morning</a> <x id=\"7\"/> &amp; <x>Hello world</x>`),
		},
		{
			path: "/v2/translate",
			body: `{"text":["<a>Guten Morgen</a> <x id=\"7\"/> und <x>Hallo Welt</x>"],"target_lang":"EN",` +
				`"source_lang":"DE","tag_handling":"xml","ignore_tags":["x"]}`,
			want: one(`<a>Good morning</a> <x id=\"7\"/> and <x>Hallo Welt</x>`),
		},
		{
			path: "/v2/translate",
			body: `{"text":["<y>Guten Morgen</y> und <xy>Hallo Welt</xy>"],"target_lang":"EN","source_lang":"DE",` +
				`"tag_handling":"html","ignore_tags":"x,y"}`,
			want: one(`<y>Guten Morgen</y> and <xy>Hello world</xy>`),
		},
		{path: "/v2/usage", method: "GET", want: `{"character_count":…,"character_limit":1000000000000}`},
		{
			path:   "/v2/languages",
			method: "GET",
			want: `[{"language":"DE","name":"German"},{"language":"ES","name":"Spanish"},{"language":"EN",` +
				`"name":"English"}]`,
		},
		{
			path: "/v2/languages",
			body: "type=target",
			want: `[{"language":"EN-GB","name":"British English","supports_formality":false},` +
				`{"language":"EN-US","name":"American English","supports_formality":false},` +
				`{"language":"DE","name":"German","supports_formality":false}]`,
		},
		{path: "/v2/glossary-language-pairs", method: "GET", want: `{"supported_languages":[]}`},
		{path: "/v2/glossaries", method: "GET", want: `{"glossaries":[]}`},
		{path: "/v3/glossaries", method: "GET", want: `{"glossaries":[]}`},
		{path: "/v3/style_rules", method: "GET", status: 404, want: `{"message":"there is no /v3/style_rules"}`},
		// What would change the result and cannot be done is refused.
		{
			path:   "/v2/translate",
			body:   "text=a&target_lang=EN&formality=more",
			status: 400,
			want:   `{"message":"formality more is not supported here; prefer_more is taken and has no effect"}`,
		},
		{
			path:   "/v2/translate",
			body:   "text=a&target_lang=EN&formality=loud",
			status: 400,
			want:   `{"message":"formality \"loud\": must be one of…"}`,
		},
		{
			path:   "/v2/translate",
			body:   "text=a&target_lang=EN&glossary_id=1",
			status: 400,
			want:   `{"message":"glossaries of callers are not supported here…"}`,
		},
		{
			path:   "/v2/translate",
			body:   `{"text":["a"],"target_lang":"EN","source_lang":"DE","glossary_ids":["1"]}`,
			status: 400,
			want:   `{"message":"glossaries of callers are not supported here…"}`,
		},
		{
			path:   "/v3/glossaries",
			body:   `{"name":"n","dictionaries":[]}`,
			status: 400,
			want:   `{"message":"glossaries of callers are not supported here…"}`,
		},
		{
			path:   "/v2/translate",
			body:   "text=a&target_lang=EN&translation_memory_id=1",
			status: 400,
			want:   `{"message":"translation_memory_id is not supported here"}`,
		},
		{
			path:   "/v2/translate",
			body:   "text=a&target_lang=EN&splitting_tags=p",
			status: 400,
			want:   `{"message":"splitting_tags is not supported here"}`,
		},
		{path: "/v2/translate", body: "text=a&target_lang=EN&tag_handling=sgml", status: 400, want: `{"message":"…"}`},
		{path: "/v2/translate", body: "text=a&target_lang=EN&split_sentences=2", status: 400, want: `{"message":"…"}`},
		{path: "/v2/translate", body: "target_lang=EN", status: 400, want: `{"message":"the parameter text is missing"}`},
		{path: "/v2/translate", body: "text=a", status: 400, want: `{"message":"the parameter target_lang is missing"}`},
		{
			path:   "/v2/translate",
			body:   "text=a&target_lang=FR&source_lang=DE",
			status: 400,
			want:   `{"message":"de to fr is not translated here…"}`,
		},
		{
			path:   "/v2/translate",
			body:   "text=a&target_lang=XX&source_lang=DE",
			status: 400,
			want:   `{"message":"target_lang: …"}`,
		},
	})
}

// TestManyIgnored: callers name as many elements as they like, one the beginning of the next.
func TestManyIgnored(t *testing.T) {
	f := open(t, nil)
	var names []string
	for n := range 1200 {
		names = append(names, strings.Repeat("x", n+1))
	}
	last := names[len(names)-1]
	text := "<" + last + ">Hallo Welt</" + last + "> und <y>Hallo Welt</y>"
	w := f.do(request{path: "/v2/translate", body: url.Values{
		"text":         {text},
		"source_lang":  {"DE"},
		"target_lang":  {"EN"},
		"tag_handling": {"xml"},
		"ignore_tags":  {strings.Join(names, ",")},
	}.Encode()})
	want := "<" + last + ">Hallo Welt</" + last + "> and <y>Hello world</y>"
	if got := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(got, want) {
		t.Errorf("got %d %s", w.Code, got)
	}
}

// TestSplitSentences: sentences are counted by the texts that the backend is asked for.
func TestSplitSentences(t *testing.T) {
	f := open(t, nil)
	for _, c := range []struct {
		split string
		want  int
	}{{"1", 3}, {"nonewlines", 2}, {"0", 1}} {
		before := f.calls()
		w := f.do(request{
			path: "/v2/translate",
			body: `{"text":[" Guten Morgen, sagt er.\nHallo Welt und\nDer Hund schläft. "],` +
				`"source_lang":"DE","target_lang":"EN","split_sentences":"` + c.split + `"}`,
		})
		if w.Code != http.StatusOK || f.calls() == before {
			t.Errorf("%s: %d %s", c.split, w.Code, w.Body)
		}
		if got := f.texts(); got != c.want {
			t.Errorf("split_sentences %s: %d texts, want %d", c.split, got, c.want)
		}
	}
}

func TestDeepLDocument(t *testing.T) {
	const one, two = "1111111111111111", "2222222222222222"
	f := open(t, func(c *serve.Config) {
		c.Keys = []serve.Key{{Name: "one", Secret: one}, {Name: "two", Secret: two}}
	})
	auth := map[string]string{"Authorization": "DeepL-Auth-Key " + one}
	upload := func(name, content string, fields map[string]string) (status int, answer map[string]string) {
		kind, body := form(t, name, content, fields)
		header := map[string]string{"Content-Type": kind, "Authorization": auth["Authorization"]}
		w := f.do(request{path: "/v2/document", body: body, header: header})
		return w.Code, decoded[map[string]string](t, w)
	}
	wait := func(path, key string) map[string]any {
		for {
			v := decoded[map[string]any](t, f.do(request{path: path, body: "document_key=" + key, header: auth}))
			if v["status"] != "translating" {
				return v
			}
			time.Sleep(time.Millisecond)
		}
	}
	_, made := upload("a.md", "# Guten Morgen\n", map[string]string{"target_lang": "EN", "source_lang": "DE"})
	path, key := "/v2/document/"+made["document_id"], made["document_key"]
	if v := wait(path, key); v["status"] != "done" || v["billed_characters"] != 12.0 || v["document_id"] != made["document_id"] {
		t.Errorf("status %v", v)
	}
	f.check(t, []request{
		{path: path, body: "document_key=wrong", header: auth, status: 404, want: `{"message":"…"}`},
		{
			path:   path + "/result",
			body:   "document_key=" + key,
			header: map[string]string{"Authorization": "DeepL-Auth-Key " + two},
			status: 404,
			want:   `{"message":"…"}`,
		},
		{path: path + "/result", body: "document_key=" + key, status: 403, want: `{"message":"…"}`},
		{path: path + "/result", body: `{"document_key":"` + key + `"}`, header: auth, want: "# Good morning"},
		{path: path + "/result", body: "document_key=" + key, header: auth, status: 404, want: `{"message":"…"}`},
	})
	_, made = upload("a.txt", "Das Auto ist kaputt.", map[string]string{"target_lang": "EN", "source_lang": "DE"})
	path, key = "/v2/document/"+made["document_id"], made["document_key"]
	if v := wait(path, key); v["status"] != "error" || v["message"] == "" {
		t.Errorf("status %v", v)
	}
	f.check(t, []request{
		{path: path + "/result", body: "document_key=" + key, header: auth, status: 502, want: `{"message":"…"}`},
	})
	for _, c := range []struct {
		name   string
		fields map[string]string
	}{
		{"a.docx9", map[string]string{"target_lang": "EN"}},
		{"a.txt", map[string]string{}},
		{"a.txt", map[string]string{"target_lang": "EN", "formality": "more"}},
		{"a.txt", map[string]string{"target_lang": "EN", "output_format": "pdf"}},
	} {
		if status, answer := upload(c.name, "Hallo Welt", c.fields); status != http.StatusBadRequest || answer["message"] == "" {
			t.Errorf("%s %v: %d %v", c.name, c.fields, status, answer)
		}
	}
}
