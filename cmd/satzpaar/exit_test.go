package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/advice"
)

// TestReport: the hints of the command come first, then that of a document; advice stands in for both.
func TestReport(t *testing.T) {
	broken, hinted := &document.Error{What: "broken"}, &document.Error{What: "broken", Hint: "mend it"}
	for _, c := range []struct {
		err   error
		hints []string
	}{
		{broken, nil},
		{hinted, []string{"mend it"}},
		{advice.With(broken, "look again"), []string{"look again"}},
		{advice.With(hinted, "look again"), []string{"mend it"}},
		{usage(advice.With(broken, "look again"), ""), []string{"look again"}},
		{usage(hinted, "use --this", ""), []string{"use --this", "mend it"}},
	} {
		var out strings.Builder
		want := fmt.Sprintf("satzpaar: error: %v\n", c.err)
		for _, h := range c.hints {
			want += "satzpaar: hint: " + h + "\n"
		}
		if code := (&terminal{stderr: &out}).report(c.err); code != exitUsage || out.String() != want {
			t.Errorf("exit %d:\n%swant:\n%s", code, out.String(), want)
		}
	}
}
