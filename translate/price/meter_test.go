package price_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
)

// TestMeter: texts, tokens and cost are added up, those of work that was paid for before among them.
func TestMeter(t *testing.T) {
	budget := price.NewBudget(0)
	m := price.NewMeter(budget)
	budget.Charge(t.Context(), 0.0625)
	m.Add(0, translate.Usage{Requests: 2, SourceTokens: 1000, TargetTokens: 500})
	m.Add(16, translate.Usage{Requests: 1, SourceTokens: 300, TargetTokens: 200})
	budget.Charge(t.Context(), 0.5)
	w := httptest.NewRecorder()
	figures.Handler(m.Figures).ServeHTTP(w, nil)
	for _, line := range []string{
		"satzpaar_sentences_translated_total 16",
		"satzpaar_requests_total 3",
		"satzpaar_source_tokens_total 1300",
		"satzpaar_target_tokens_total 700",
		"satzpaar_cost_dollars_total 0.5625",
		"# TYPE satzpaar_cost_dollars_total counter",
	} {
		if !strings.Contains("\n"+w.Body.String(), "\n"+line+"\n") {
			t.Errorf("no line %q in:\n%s", line, w.Body)
		}
	}
}
