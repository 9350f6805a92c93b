package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/review"
)

// annotateFlags are the flags of satzpaar annotate. Of those of review it takes who may sign in and where.
type annotateFlags struct {
	reviewFlags
	protocol, system, other string
	sample, checks          int
}

func annotateCommand(a *app) *cobra.Command {
	var f annotateFlags
	c := &cobra.Command{
		Use:   "annotate --mode esa|mqm [flags] DIR",
		Short: "Let people judge translations in the browser, without knowing whose they are",
		Long: `annotate shows the translations of an output folder, as the machine wrote them, one sentence at a
time with its neighbours, and prints the address. People mark errors in the translation, and in
the source what is missing. With --mode mqm each error gets a category and a severity; with --mode esa a
severity, and the sentence a score from 0 to 100. Neither origins, scores, risks nor findings are shown,
and nothing is changed: what people say is added, at once and under their names, to NAME.annotations.jsonl
beside each bitext. Annotators who come back continue where they stopped.

With --against OTHER, the output folder of another system for the same documents, people judge both,
mixed, in a different order for each person. About one in 10 sentences comes a second time in a damaged
version, to see who pays attention (--checks).

satzpaar eval --annotations DIR computes scores, comparisons and agreement; satzpaar export --format mqm
and --format esa write the data as WMT and Pearmut do. --people, --addr and the flags of TLS are those of
satzpaar review; readers may look, but not annotate.`,
		Example: "  satzpaar annotate --mode esa --against other-out --sample 100 satzpaar-out",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.annotate(cmd.Context(), args[0], &f)
		},
	}
	f.listening(c)
	commandline.Choice(c.Flags(), &f.protocol, "mode", "", protocolNames, "what people do: esa or mqm")
	c.Flags().StringVar(&f.who, "name", "", "`name` of who annotates, without --people (default: that of the user)")
	c.Flags().StringVar(&f.against, "against", "", "output `folder` of another system for the same documents")
	c.Flags().StringVar(&f.system, "system", "", "`name` of the system in the data (default: the name of the folder)")
	c.Flags().StringVar(&f.other, "other", "",
		"`name` of the other system in the data (default: the name of its folder)")
	c.Flags().IntVar(&f.sample, "sample", 0,
		"judge about this many sentences of each system, in stretches of 10, chosen by hash (default all)")
	c.Flags().IntVar(&f.checks, "checks", 10, "repeat one in this many sentences in a damaged version; 0 for none")
	return c
}

// protocolNames are the values of --mode.
func protocolNames() []string {
	var names []string
	for _, p := range bitext.Protocols {
		names = append(names, string(p))
	}
	return names
}

func (a *app) annotate(ctx context.Context, dir string, f *annotateFlags) error {
	switch {
	case f.protocol == "":
		return usage(errors.New("--mode is missing"),
			"give --mode esa (errors and a score from 0 to 100) or --mode mqm (errors with categories)")
	case f.sample < 0 || f.checks < 0:
		return usage(errors.New("--sample and --checks must not be negative"))
	}
	people, err := a.reviewPeople(&f.reviewFlags)
	if err != nil {
		return err
	}
	who := a.reviewerName(&f.reviewFlags)
	if who == "" && people == nil {
		return usage(errors.New("it is not known who annotates"), "give your name with --name")
	}
	if err := a.outputFolders(dir, f.against); err != nil {
		return err
	}
	o := review.Annotating{Protocol: bitext.Protocol(f.protocol), Against: f.against, Sample: f.sample, Checks: f.checks}
	o.System = cmp.Or(f.system, folderName(dir))
	if f.against != "" {
		if o.Other = cmp.Or(f.other, folderName(f.against)); o.Other == o.System {
			return usage(fmt.Errorf("both systems would be called %s", o.System), "name them with --system and --other")
		}
	}
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		return err
	}
	s, err := review.NewAnnotator(dir, l.Addr().String(), reviewToken(people), a.now, o)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	s.Name = who
	return a.servePeople(ctx, s, l, people, dir, &f.reviewFlags)
}

// folderName returns the last part of a folder's path.
func folderName(dir string) string {
	if path, err := filepath.Abs(dir); err == nil {
		dir = path
	}
	return filepath.Base(dir)
}
