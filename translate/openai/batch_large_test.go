package openai_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// TestBatchLongLine: a line of a batch's output that is longer than any answer may be is named to those who wait for
// what stands behind it; what stands before it has been paid for and is used.
func TestBatchLongLine(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if !strings.HasSuffix(r.URL.Path, "/content") {
			io.WriteString(w, `{"id":"batch-1","status":"completed","output_file_id":"file-7"}`)
			return
		}
		for i := range 3 {
			if i == 1 {
				io.WriteString(w, strings.Repeat("x", httpapi.MaxAnswer+1)+"\n")
			}
			fmt.Fprintf(w, `{"custom_id":"%d","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop",`+
				`"message":{"role":"assistant","content":"The house is large."}}]}}}`+"\n", i)
		}
	}))
	defer server.Close()
	b, err := openai.New(openai.Config{BaseURL: server.URL + "/v1", Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	var job openai.Batch
	requests := make([]string, 3)
	for i := range requests {
		requests[i] = `{"from":"de","to":"en","items":[{"text":"Das Haus ist groß."}]}`
	}
	raw := fmt.Sprintf(`{"id":"batch-1","backend":%q,"mode":%d,"requests":[%s]}`, b.Info().ID, openai.Text,
		strings.Join(requests, ","))
	if err := json.Unmarshal([]byte(raw), &job); err != nil {
		t.Fatal(err)
	}
	state, results, _, err := b.Collect(context.Background(), &job)
	if err != nil || !state.Ended {
		t.Fatalf("%+v, %v", state, err)
	}
	if got := results[0][0]; got.Err != nil || got.Text != "The house is large." {
		t.Errorf("before the line: %+v", got)
	}
	for _, rs := range results[1:] {
		if e := rs[0].Err; e == nil || e.Kind != translate.Unavailable || !strings.Contains(e.Error(), "line 2") ||
			!strings.Contains(e.Error(), "file-7") || !strings.Contains(e.Error(), "larger than") {
			t.Errorf("behind it: %v", e)
		}
	}
}
