package serve_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/serve"
)

// BenchmarkClients measures, with the built-in model and news sentences of a test set under SATZPAAR_SHARED: how many
// sentences a second a session translates in bulk, how many 32 clients get that ask for one sentence at a time, which
// share of the former that is, and how long one client waits for one sentence on a server that has nothing else to do.
func BenchmarkClients(b *testing.B) {
	shared := os.Getenv("SATZPAAR_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "data", "eval", "mt", "wmt19.de"))
	if err != nil {
		b.Skipf("no German news (set SATZPAAR_SHARED): %v", err)
	}
	const sentences, clients, alone = 512, 32, 200
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")[:sentences]
	sessions := satzpaar.NewSessions(satzpaar.Config{})
	defer sessions.Close()
	engine := serve.Engine{Name: "marian", Sessions: sessions, Pairs: []lang.Pair{lang.GermanEnglish}}
	s, err := serve.New(context.Background(), serve.Config{Engines: []serve.Engine{engine}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	server := httptest.NewServer(s)
	defer server.Close()
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	client := &http.Client{Transport: transport}
	ask := func(text string) {
		body, err := json.Marshal(map[string]string{"q": text, "source": "de", "target": "en"})
		if err != nil {
			b.Error(err)
			return
		}
		r, err := client.Post(server.URL+"/translate", "application/json", strings.NewReader(string(body)))
		if err != nil {
			b.Error(err)
			return
		}
		defer r.Body.Close()
		if answer, err := io.ReadAll(r.Body); err != nil || r.StatusCode != http.StatusOK {
			b.Errorf("%v %s %s", err, r.Status, answer)
		}
	}
	session, err := satzpaar.Open(context.Background(), satzpaar.Config{})
	if err != nil {
		b.Fatal(err)
	}
	defer session.Close()
	bulk := func() {
		d, err := session.Parse("lines.txt", []byte(strings.Join(lines, "\n")))
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := session.Document(context.Background(), d, nil); err != nil {
			b.Fatal(err)
		}
	}
	single := func() {
		var next sync.Mutex
		var all sync.WaitGroup
		at := 0
		for range clients {
			all.Go(func() {
				for {
					next.Lock()
					i := at
					at++
					next.Unlock()
					if i >= len(lines) {
						return
					}
					ask(lines[i])
				}
			})
		}
		all.Wait()
	}
	bulk() // opens what there is to open
	ask(lines[0])
	var inBulk, inRequests time.Duration
	var waits []time.Duration
	for b.Loop() {
		start := time.Now()
		bulk()
		inBulk += time.Since(start)
		start = time.Now()
		single()
		inRequests += time.Since(start)
		for _, line := range lines[:alone] {
			start := time.Now()
			ask(line)
			waits = append(waits, time.Since(start))
		}
	}
	slices.Sort(waits)
	quantile := func(q float64) float64 { return float64(waits[int(q*float64(len(waits)-1))].Microseconds()) / 1000 }
	n := float64(b.N * sentences)
	b.ReportMetric(n/inBulk.Seconds(), "bulk/s")
	b.ReportMetric(n/inRequests.Seconds(), "served/s")
	b.ReportMetric(inBulk.Seconds()/inRequests.Seconds(), "share")
	b.ReportMetric(quantile(0.5), "p50-ms")
	b.ReportMetric(quantile(0.99), "p99-ms")
}
