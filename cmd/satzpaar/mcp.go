package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/serve/mcp"
)

func mcpCommand(a *app) *cobra.Command {
	var f translateFlags
	c := &cobra.Command{
		Use:   "mcp [flags]",
		Short: "Give assistants the tools translate, detect, align and check, by the Model Context Protocol",
		Long: `mcp speaks the Model Context Protocol over standard input and output. Programs with a language model
in them start it themselves; name it in their configuration as the command "satzpaar" with the
argument "mcp". Its tools are translate, detect, align and check, with the same backends, cache and
policy for foreign text as satzpaar translate.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.mcp(cmd.Context(), &f) },
	}
	f.register(c.Flags())
	a.completeValues(c)
	return c
}

func (a *app) mcp(ctx context.Context, f *translateFlags) error {
	j, closeCache, err := a.server(ctx, f)
	if err != nil {
		return err
	}
	defer closeCache()
	pair, err := j.config.Pair()
	if err != nil {
		return j.misuse(err)
	}
	sessions := satzpaar.NewSessions(j.config)
	defer sessions.Close()
	usual, err := sessions.For(&bitext.Header{From: pair.From.String(), To: pair.To.String()})
	if err == nil {
		err = usual.Ready(ctx)
	}
	if err != nil {
		return j.misuse(err)
	}
	config := mcp.Config{Sessions: sessions, Pair: pair, Version: versionString()}
	return mcp.Serve(ctx, config, io.NopCloser(a.stdin), unclosed{a.stdout})
}

// unclosed is a writer that is not closed by those who write to it.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
