package serve_test

import (
	"encoding/json"
	"net/http"
	"testing"
)

// FuzzRequests: no body makes a server fail, whatever it is sent as; the answer is always JSON.
func FuzzRequests(f *testing.F) {
	for _, seed := range []string{
		`{"q":"Guten <b>Morgen</b>","source":"auto","target":"en","format":"html"}`,
		`{"text":["<x a='>'>Hallo</x> &amp; <x/>Welt"],"target_lang":"EN","tag_handling":"xml","ignore_tags":["x"]}`,
		`{"model":"echo","messages":[{"role":"user","content":[{"type":"text","text":"Hallo"}]}],"stream":true}`,
		`q=a&q=b&source=de&target=en`,
		"--b\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nHallo\r\n--b--\r\n",
		`{"q":"\u0000\ufdd0\ud800 translate=no ","source":"de","target":"en"}`,
	} {
		f.Add(seed)
	}
	s := open(f, nil)
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{"/translate", "/detect", "/v2/translate", "/v1/chat/completions", "/page/translate"} {
			for _, kind := range []string{
				"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b",
			} {
				w := s.do(request{path: path, body: body, header: map[string]string{"Content-Type": kind}})
				if w.Code >= http.StatusInternalServerError && w.Code != http.StatusBadGateway { // that of "kaputt"
					t.Errorf("%s as %s: %d %s", path, kind, w.Code, w.Body)
				}
				if w.Header().Get("Content-Type") == "application/json" && !json.Valid(w.Body.Bytes()) {
					t.Errorf("%s as %s: not JSON: %s", path, kind, w.Body)
				}
			}
		}
	})
}
