package serve_test

import "testing"

// TestTools asks as Weblate and OmegaT do, by what their sources send.
func TestTools(t *testing.T) {
	f := open(t, nil)
	f.check(t, []request{
		// Weblate, DeepL: languages of both sides, glossaries, then texts with its placeholders as empty elements.
		{method: "GET", path: "/v2/languages?type=source", want: `[{"language":"DE",…}]`},
		{method: "GET", path: "/v2/languages?type=target", want: `[{"language":"EN-GB",…"supports_formality":false}…]`},
		{method: "GET", path: "/v2/glossary-language-pairs", want: `{"supported_languages":[]}`},
		{
			path: "/v2/translate",
			body: `{"text":["Guten Morgen, <x id=\"14\"></x>!","Hallo Welt"],"source_lang":"DE",` +
				`"target_lang":"EN","formality":"default","tag_handling":"xml","ignore_tags":["x"],` +
				`"model_type":"prefer_quality_optimized"}`,
			want: `{"translations":[…"text":"Good morning, <x id=\"14\"></x>!"…"text":"Hello world"…]}`,
		},
		// Weblate, LibreTranslate: a form; without a key, none or an empty one.
		{method: "GET", path: "/languages", want: `[{"code":"de",…}]`},
		{path: "/translate", body: "api_key=&q=Guten+Morgen&source=de&target=en", want: `{"translatedText":"Good morning"}`},
		{
			path: "/translate",
			body: `{"api_key":"","q":["Guten Morgen"],"source":"de","target":"en"}`,
			want: `{"translatedText":["Good morning"]}`,
		},
		// OmegaT, DeepL: everything in the address, tags as in its segments.
		{
			method: "GET",
			path: "/v2/translate?auth_key=k&preserve_formatting=1&source_lang=DE&split_sentences=0&tag_handling" +
				"=xml&target_lang=EN&text=%3Cg0%3EGuten+Morgen%3C%2Fg0%3E%2C+%3Cx1%2F%3E+Hallo+Welt",
			want: `{"translations":[{"detected_source_language":"DE","text":"<g0>Good morning</g0>, <x1/> Hello world"}]}`,
		},
	})
}
