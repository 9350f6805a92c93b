package commandline

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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

func TestChoice(t *testing.T) {
	for _, test := range []struct{ args, unit, err, advice string }{
		{"", "sentence", "", ""},
		{"--unit=block", "block", "", ""},
		{"--unit=sentence --retry=", "sentence", "", ""},
		{"--unit=blok", "sentence", `invalid argument "blok" for "--unit" flag: must be sentence or block`,
			"did you mean block? Otherwise, see run --help"},
		{"--unit=", "sentence", `invalid argument "" for "--unit" flag: must be sentence or block`, "see run --help"},
		{"--retry=all", "sentence", `invalid argument "all" for "--retry" flag: must be failed, flagged or refused`,
			"see run --help"},
	} {
		var unit, retry string
		c := Leaf("run", "", cobra.NoArgs, func(context.Context, []string) error { return nil })
		c.SilenceErrors, c.SilenceUsage = true, true
		Choice(c.Flags(), &unit, "unit", "sentence", Words("sentence", "block"), "")
		Choice(c.Flags(), &retry, "retry", "", Words("failed", "flagged", "refused"), "")
		Advise(c)
		c.SetArgs(strings.Fields(test.args))
		err := c.Execute()
		if unit != test.unit || advice.Of(err) != test.advice || (err != nil || test.err != "") && err.Error() != test.err {
			t.Errorf("%s: unit %s, error %v, advice %q", test.args, unit, err, advice.Of(err))
		}
		if shown := c.Flags().Lookup("unit").Value.Type(); shown != "sentence|block" {
			t.Errorf("the help shows %s", shown)
		}
		if complete, ok := c.GetFlagCompletionFunc("unit"); !ok {
			t.Error("nothing is completed")
		} else if got, _ := complete(c, nil, ""); !slices.Equal(got, []string{"sentence", "block"}) {
			t.Errorf("%q is completed", got)
		}
	}
}

func TestApart(t *testing.T) {
	for args, want := range map[string]string{
		"--shard=1/2":                        "",
		"--shard=1/2 --prune":                "--shard and --prune do not go together",
		"--shard=1/2 --prune=false --retry=": "",
		"--shard=1/2 --retry=failed":         "--shard and --retry do not go together",
	} {
		fs := pflag.NewFlagSet("", pflag.ContinueOnError)
		fs.String("shard", "", "")
		fs.String("retry", "", "")
		fs.Bool("prune", false, "")
		if err := fs.Parse(strings.Fields(args)); err != nil {
			t.Fatal(err)
		}
		err := Apart(fs, "shard", []string{"prune", "retry", "elsewhere"}, "leave it out")
		if err == nil && want != "" || err != nil && (err.Error() != want || advice.Of(err) != "leave it out") {
			t.Errorf("%s: %v", args, err)
		}
	}
}
