package serve

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/figures"
)

// took are the upper ends of the classes by which times of answers are counted, in seconds.
var took = []float64{0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30}

// metrics counts what a server does.
type metrics struct {
	mu         sync.Mutex
	requests   map[asked]int
	times      map[string]*times
	texts      int
	characters map[string]int // by client
	kept       int            // sentences that stay as they are
	findings   int
	files      int
	calls      int
	called     int // texts of calls
	shared     int // calls that several requests had a part in
	backlog    map[*gatherer]int
}

// An asked is a kind of request and how it was answered.
type asked struct {
	api    string
	status int
}

// times counts answers by how long they took.
type times struct {
	upTo  []int // by took; the last one is of all
	total float64
}

func newMetrics() *metrics {
	return &metrics{
		requests:   map[asked]int{},
		times:      map[string]*times{},
		characters: map[string]int{},
		backlog:    map[*gatherer]int{},
	}
}

func (m *metrics) request(api string, status int, d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests[asked{api, status}]++
	t := m.times[api]
	if t == nil {
		t = &times{upTo: make([]int, len(took)+1)}
		m.times[api] = t
	}
	for i, most := range took {
		if d.Seconds() <= most {
			t.upTo[i]++
		}
	}
	t.upTo[len(took)]++
	t.total += d.Seconds()
}

func (m *metrics) translated(who *client, replies []reply) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts += len(replies)
	for _, r := range replies {
		if r.bitext != nil {
			m.pairs(who, r.bitext)
		}
	}
}

func (m *metrics) file(who *client, b *bitext.Bitext) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files++
	m.pairs(who, b)
}

// pairs counts the pairs of a text or a file. The caller holds the lock.
func (m *metrics) pairs(who *client, b *bitext.Bitext) {
	for i := range b.Pairs {
		p := &b.Pairs[i]
		m.characters[who.name] += utf8.RuneCountInString(p.Source)
		m.findings += len(p.Findings)
		if p.Action == bitext.Keep {
			m.kept++
		}
	}
}

func (m *metrics) call(texts, joined int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls++
	m.called += texts
	if joined > 1 {
		m.shared++
	}
}

func (m *metrics) waiting(g *gatherer, bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.backlog[g] = bytes
}

// Figures returns what the server has done, for monitoring.
func (s *Server) Figures() []figures.Figure {
	m := s.metrics
	m.mu.Lock()
	defer m.mu.Unlock()
	waiting := 0
	for _, n := range m.backlog {
		waiting += n
	}
	var out []figures.Figure
	byKind := slices.SortedFunc(maps.Keys(m.requests), func(a, b asked) int {
		return cmp.Or(cmp.Compare(a.api, b.api), a.status-b.status)
	})
	for _, k := range byKind {
		const help = "requests that were answered, by interface and status"
		labels := []string{"api", k.api, "status", fmt.Sprint(k.status)}
		out = append(out, figures.Counter("satzpaar_http_requests_total", help, m.requests[k], labels...))
	}
	for _, api := range slices.Sorted(maps.Keys(m.times)) {
		t := m.times[api]
		const help = "time from the request to the end of the answer"
		histogram := figures.Histogram("satzpaar_http_request_seconds", help, took, t.upTo, t.total, "api", api)
		out = append(out, histogram...)
	}
	out = append(out, figures.Counter("satzpaar_texts_total", "texts that were translated", m.texts))
	for _, name := range slices.Sorted(maps.Keys(m.characters)) {
		const help = "characters that were translated, by key"
		out = append(out, figures.Counter("satzpaar_characters_total", help, m.characters[name], "key", name))
	}
	return append(out,
		figures.Counter("satzpaar_sentences_kept_total", "sentences that stayed as they were, by the policy", m.kept),
		figures.Counter("satzpaar_findings_total", "findings of the checks", m.findings),
		figures.Counter("satzpaar_files_total", "files that were translated", m.files),
		figures.Counter("satzpaar_calls_total", "calls that texts were translated in", m.calls),
		figures.Counter("satzpaar_calls_shared_total", "calls that several requests had a part in", m.shared),
		figures.Counter("satzpaar_calls_texts_total", "texts of all calls", m.called),
		figures.Gauge("satzpaar_waiting_bytes", "size of the texts that wait for their call", waiting),
	)
}
