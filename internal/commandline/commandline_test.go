package commandline

import (
	"context"
	"slices"
	"testing"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/advice"
)

func TestAdvise(t *testing.T) {
	run := func(context.Context, []string) error { return nil }
	for _, test := range []struct{ args, advice string }{
		{"stats", ""},
		{"stast", "did you mean stats? Otherwise, see all --help"},
	} {
		stats := Leaf("stats", "", cobra.NoArgs, run)
		all := Group("all", "", stats)
		all.SilenceErrors, all.SilenceUsage = true, true
		Advise(all)
		all.SetArgs([]string{test.args})
		if err := all.Execute(); advice.Of(err) != test.advice {
			t.Errorf("%s: %v, advice %q", test.args, err, advice.Of(err))
		}
	}
}

func TestComplete(t *testing.T) {
	c := Leaf("export", "", cobra.NoArgs, nil)
	c.Flags().String("write", "", "")
	Complete(c, "write", true, func() []string { return []string{"tmx", "tsv"} })
	Complete(c, "other", false, nil)
	complete, ok := c.GetFlagCompletionFunc("write")
	if !ok {
		t.Fatal("nothing is completed")
	}
	if got, _ := complete(c, nil, "tmx,t"); !slices.Equal(got, []string{"tmx,tsv"}) {
		t.Errorf("%q", got)
	}
}
