package serve_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/internal/sampletest"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/serve"
)

// TestEqual: each interface gives what a session gives for the same text, whatever else is asked at the same time.
// Texts are random stretches of the sample documents; the model is the built-in one.
func TestEqual(t *testing.T) {
	lines := sampletest.Lines(t, "..")
	config := satzpaar.Config{Fast: true}
	sessions := satzpaar.NewSessions(config)
	defer sessions.Close()
	engine := serve.Engine{Name: "marian", Sessions: sessions, Pairs: []lang.Pair{lang.GermanEnglish}}
	s, err := serve.New(context.Background(), serve.Config{Engines: []serve.Engine{engine}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f := &fixture{Server: s}
	session, err := satzpaar.Open(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	random := rand.New(rand.NewPCG(1, 2))
	var all sync.WaitGroup
	for i := range 48 {
		from := random.IntN(len(lines))
		text := strings.Join(lines[from:min(len(lines), from+1+random.IntN(2))], "\n\n")
		all.Go(func() {
			want, err := session.Text(context.Background(), text)
			if err != nil {
				t.Error(err)
				return
			}
			if got := f.asked(t, i%3, text); got != want {
				t.Errorf("interface %d, %q:\n got %q\nwant %q", i%3, text, got, want)
			}
		})
	}
	all.Wait()
}

// asked asks one of the three interfaces for a translation.
func (f *fixture) asked(t *testing.T, which int, text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		t.Error(err)
		return ""
	}
	q := string(raw)
	r := []request{
		{path: "/translate", body: `{"q":` + q + `,"source":"de","target":"en"}`},
		{path: "/v2/translate", body: `{"text":[` + q + `],"source_lang":"DE","target_lang":"EN"}`},
		{path: "/v1/chat/completions", body: `{"model":"marian","messages":[{"role":"user","content":` + q + `}]}`},
	}[which]
	var v struct {
		Text         string `json:"translatedText"`
		Translations []struct{ Text string }
		Choices      []struct{ Message struct{ Content string } }
	}
	w := f.do(r)
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Errorf("%v: %s", err, w.Body)
		return ""
	}
	switch {
	case len(v.Translations) == 1:
		return v.Translations[0].Text
	case len(v.Choices) == 1:
		return v.Choices[0].Message.Content
	}
	return v.Text
}
