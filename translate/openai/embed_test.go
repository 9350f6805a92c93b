package openai

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Vectors come in the order of the sentences, whatever the order of the answers and the number of requests.
func TestEmbedder(t *testing.T) {
	requests, twice := 0, false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		var asked struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || r.URL.Path != "/v1/embeddings" {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		var data []string
		for i := len(asked.Input) - 1; i >= 0; i-- {
			index := i
			if twice {
				index = 0
			}
			data = append(data, fmt.Sprintf(`{"index":%d,"embedding":[%d]}`, index, len(asked.Input[i])))
		}
		fmt.Fprintf(w, `{"data":[%s]}`, strings.Join(data, ","))
	}))
	defer server.Close()
	embed := Embedder(server.URL+"/v1/", "key", "m")
	var sentences []string
	for i := range 300 {
		sentences = append(sentences, strings.Repeat("x", i+1))
	}
	got, err := embed(context.Background(), sentences)
	if err != nil || len(got) != len(sentences) || requests != 3 {
		t.Fatalf("%d vectors of %d requests, %v", len(got), requests, err)
	}
	for i, v := range got {
		if len(v) != 1 || v[0] != float32(i+1) {
			t.Fatalf("vector %d is %v", i, v)
		}
	}
	twice = true
	_, err = embed(context.Background(), sentences[:2])
	if err == nil || !strings.Contains(err.Error(), "index 0 is not") {
		t.Errorf("an index twice: %v", err)
	}
}

// TestEmbedderKeepsSecrets: sentences and the key go to no other host, and neither the key nor a password in the
// address is in an error.
func TestEmbedderKeepsSecrets(t *testing.T) {
	stolen := 0
	thief := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stolen++
		fmt.Fprint(w, `{"data":[{"index":0,"embedding":[1]}]}`)
	}))
	defer thief.Close()
	redirects := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if redirects {
			http.Redirect(w, r, thief.URL+r.URL.Path, http.StatusTemporaryRedirect)
			return
		}
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, `{"error":{"message":"wrong: %s"}}`, r.Header.Get("Authorization"))
	}))
	defer server.Close()
	embed := Embedder(strings.Replace(server.URL, "http://", "http://anna:passwort-7@", 1)+"/v1", "sk-geheim", "m")
	for _, redirects = range []bool{true, false} {
		_, err := embed(context.Background(), []string{"Satz"})
		if err == nil || stolen > 0 {
			t.Errorf("redirects %v: error %v, %d requests elsewhere", redirects, err, stolen)
		}
		if s := fmt.Sprint(err); strings.Contains(s, "geheim") || strings.Contains(s, "passwort") {
			t.Errorf("redirects %v: a secret is in the error %v", redirects, err)
		}
	}
}
