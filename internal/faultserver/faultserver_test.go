package faultserver_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
)

// TestPlan: a seeded plan is the same every time, and its rate is about what was asked for.
func TestPlan(t *testing.T) {
	a := faultserver.Seeded(5, 0.2, faultserver.Merge, faultserver.Drop)
	b := faultserver.Seeded(5, 0.2, faultserver.Merge, faultserver.Drop)
	n := map[faultserver.Fault]int{}
	for i := 1; i <= 10000; i++ {
		f := a(i, 8)
		if f != b(i, 8) {
			t.Fatalf("request %d: %q and %q", i, f, b(i, 8))
		}
		n[f]++
	}
	for _, f := range []faultserver.Fault{faultserver.Merge, faultserver.Drop} {
		if n[f] < 850 || n[f] > 1150 {
			t.Errorf("%s: %d of 10000, want about 1000", f, n[f])
		}
	}
}

// TestPseudo: different texts give different translations, so that a test can tell them apart.
func TestPseudo(t *testing.T) {
	seen := map[string]string{}
	for _, s := range []string{"", " ", "Ja.", "Ja!", "der Hund", "die Katze", "Der Hund schläft am 3. Mai.",
		"Der Hund schläft am 4. Mai.", "http://x.test/a @b #c ⟦1⟧", "zwei\nZeilen"} {
		p := faultserver.Pseudo(s)
		if q, ok := seen[p]; ok {
			t.Errorf("%q and %q both give %q", s, q, p)
		}
		seen[p] = s
		if p != faultserver.Pseudo(s) {
			t.Errorf("%q is not always the same", s)
		}
	}
	if got := faultserver.Pseudo("siehe http://x.test/a"); !bytes.HasSuffix([]byte(got), []byte(" http://x.test/a")) {
		t.Errorf("the address changed: %q", got)
	}
}

func post(t *testing.T, url string, body string) (int, string) {
	t.Helper()
	resp, err := http.Post(url, "application/json", bytes.NewBufferString(body))
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	raw, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(raw)
}

// TestOtherProtocols: what LibreTranslate and DeepL answer has their shape.
func TestOtherProtocols(t *testing.T) {
	h := httptest.NewServer(faultserver.New(faultserver.Config{Translate: func(s string) string { return "<" + s + ">" }}))
	defer h.Close()
	for _, tt := range []struct{ path, body, want string }{
		{"/translate", `{"q":"a","source":"de","target":"en"}`, `{"translatedText":"<a>"}`},
		{"/translate", `{"q":["a","b"],"source":"de","target":"en"}`, `{"translatedText":["<a>","<b>"]}`},
		{"/v2/translate", `{"text":["a"],"target_lang":"EN-US"}`,
			`{"translations":[{"detected_source_language":"DE","text":"<a>"}]}`},
	} {
		status, got := post(t, h.URL+tt.path, tt.body)
		var g, w any
		if status != 200 || json.Unmarshal([]byte(got), &g) != nil {
			t.Errorf("%s: %d %s", tt.path, status, got)
			continue
		}
		json.Unmarshal([]byte(tt.want), &w)
		x, _ := json.Marshal(g)
		y, _ := json.Marshal(w)
		if !bytes.Equal(x, y) {
			t.Errorf("%s: got %s, want %s", tt.path, x, y)
		}
	}
}

// TestSlots: no more requests than slots are worked on at a time, and the log has them all.
func TestSlots(t *testing.T) {
	s := faultserver.New(faultserver.Config{Slots: 2, Latency: 20 * time.Millisecond})
	h := httptest.NewServer(s)
	defer h.Close()
	start := time.Now()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if status, body := post(t, h.URL+"/v1/chat/completions", `{"messages":[]}`); status != 200 {
				t.Errorf("%d %s", status, body)
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	if n := len(s.Log()); n != 8 {
		t.Errorf("%d entries in the log, want 8", n)
	}
	if least := 4 * 20 * time.Millisecond; took < least {
		t.Errorf("8 requests took %v with 2 slots, want at least %v", took, least)
	}
	if busy := s.Busy(); busy < 8*20*time.Millisecond || busy > 2*took+time.Millisecond {
		t.Errorf("busy for %v in %v with 2 slots", busy, took)
	}
	s.Down(true)
	if status, _ := post(t, h.URL+"/v1/chat/completions", `{"messages":[]}`); status != 0 {
		t.Errorf("a server that is down answered %d", status)
	}
}
