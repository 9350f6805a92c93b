package price

import (
	"sync"

	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/translate"
)

// A Meter adds up what backends have answered, and what that took. It may be used by several goroutines at once.
type Meter struct {
	budget *Budget

	mu    sync.Mutex
	texts int
	used  translate.Usage
}

// NewMeter returns a meter of backends whose cost is counted by a budget.
func NewMeter(b *Budget) *Meter { return &Meter{budget: b} }

// Add is told how many texts a backend has answered, and what it used for that.
func (m *Meter) Add(texts int, used translate.Usage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts += texts
	m.used.Add(used)
}

// Figures returns what was added up, for monitoring.
func (m *Meter) Figures() []figures.Figure {
	m.mu.Lock()
	defer m.mu.Unlock()
	return []figures.Figure{
		figures.Counter("satzpaar_sentences_translated_total", "texts that backends have answered", m.texts),
		figures.Counter("satzpaar_requests_total", "requests that backends have answered", m.used.Requests),
		figures.Counter("satzpaar_source_tokens_total", "tokens or characters that backends bill as input",
			m.used.SourceTokens),
		figures.Counter("satzpaar_target_tokens_total", "tokens that backends bill as output", m.used.TargetTokens),
		figures.Counter("satzpaar_cost_dollars_total", "US dollars spent, where prices are known", m.budget.Spent()),
	}
}
