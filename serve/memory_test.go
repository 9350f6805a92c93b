package serve_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestMemory: what a server holds does not grow with the requests that it has answered, among them those that were
// refused and those whose callers went away.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: thousands of requests")
	}
	f := open(t, nil)
	server := httptest.NewServer(f)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	var failures atomic.Int64
	round := func(n int) {
		var all sync.WaitGroup
		for worker := range 16 {
			all.Go(func() {
				for i := range n / 16 {
					path, body := "/translate", fmt.Sprintf(`{"q":"Satz %d von %d","source":"de","target":"en"}`, i, worker)
					if i%7 == 0 {
						path, body = "/v2/translate", `{"text":`
					}
					r, err := client.Post(server.URL+path, "application/json", strings.NewReader(body))
					if err != nil {
						failures.Add(1)
						continue
					}
					_, _ = io.Copy(io.Discard, r.Body)
					r.Body.Close()
				}
			})
		}
		all.Wait()
	}
	held := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	round(2000)
	before := held()
	round(8000)
	if after := held(); after > before+2<<20 {
		t.Errorf("%d bytes before and %d after 8,000 requests", before, after)
	}
	if n := failures.Load(); n > 0 {
		t.Errorf("%d requests got no answer", n)
	}
}
