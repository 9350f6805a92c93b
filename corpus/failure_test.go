package corpus_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/corpus"
)

func TestFailureString(t *testing.T) {
	for _, c := range []struct {
		failure corpus.Failure
		want    string
	}{
		{corpus.Failure{Document: "a.txt", Line: 3, Pair: "2.1", Err: "empty"}, "a.txt:3: empty"},
		{corpus.Failure{Document: "a.txt", Err: "is a folder"}, "a.txt: is a folder"},
		{corpus.Failure{Document: "a", Err: "access denied"}, "a: access denied"},
		{corpus.Failure{Document: "in/a.txt", Err: "in/a.txt is a link"}, "in/a.txt is a link"},
		{corpus.Failure{Document: "a.md", Line: 7, Err: "a.md:7: unclosed fence"}, "a.md:7: unclosed fence"},
	} {
		if got := c.failure.String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.failure, got, c.want)
		}
	}
}
