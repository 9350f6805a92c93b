package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/internal/localserver"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/serve"
	"github.com/satzpaar/satzpaar/translate/price"
)

// serveFlags are the flags of satzpaar serve. Those that control how to translate are those of satzpaar translate.
type serveFlags struct {
	translateFlags
	addr, keys, suggestions string
	pairs, also, cors       []string
}

// serveAddr is where the server listens by default: LibreTranslate's port, which its clients try
// first.
const serveAddr = "127.0.0.1:5000"

// mostSuggestions is how large the file of suggestions gets, in bytes: anybody who may ask may send them.
const mostSuggestions = 64 << 20

func serveCommand(a *app) *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve [flags]",
		Short: "Serve translations to other tools: LibreTranslate's, DeepL's and OpenAI's interface, and a page at /",
		Long: `serve answers tools that speak LibreTranslate's interface (/translate, /detect, /languages,
/translate_file …), DeepL's (/v2/…) or OpenAI's (/v1/chat/completions), and people at /. Every text
is handled as a document is: foreign text by the policy, with the cache, and with checked answers.
Requests that come at the same time share calls of the backend; those beyond the limits get 429 and
the time to wait.

It listens on this machine only, unless --addr says otherwise; then keys are needed: --keys names a
file that has one section for each,
  [weblate]
  key = "at least 16 characters"
  requests_per_minute = 600
with characters_per_minute, concurrent and text_bytes as further limits, or SATZPAAR_SERVE_KEY holds
a single one. Requests under way are finished when the program is asked to end.`,
		Example: "  satzpaar serve\n" +
			"  satzpaar serve --addr 0.0.0.0:5000 --keys /etc/satzpaar/keys.toml --metrics-addr 127.0.0.1:9105",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.serve(cmd.Context(), &f) },
	}
	fs := c.Flags()
	fs.StringVar(&f.addr, "addr", "", "`address` to listen on (default "+serveAddr+")")
	fs.StringVar(&f.keys, "keys", "", "`file` of the keys that may ask, with their limits")
	fs.StringSliceVar(&f.pairs, "pairs", nil,
		"`directions` that are served, the usual one first, such as de-en,es-en (default: --from and --to, and for "+
			"marian those of all pulled models)")
	fs.StringSliceVar(&f.also, "also", nil,
		"further `backends`: models of their own for OpenAI's clients, and alternatives for LibreTranslate's")
	fs.StringSliceVar(&f.cors, "cors", nil,
		"`origins` whose web pages may call the server, such as https://example.org; * for all (default none)")
	fs.StringVar(&f.suggestions, "suggestions", "",
		"`file` that the suggestions of LibreTranslate's clients are added to, a line of JSON each, until it has "+
			"64 MiB (default: none are taken)")
	fs.StringVar(&f.metrics, "metrics-addr", "", "serve metrics in Prometheus format at this local `address`")
	f.register(fs)
	a.completeValues(c)
	commandline.Complete(c, "also", true, a.backendNames)
	return c
}

// server brings flags, environment and configuration together for a server, with a cache that the caller closes.
func (a *app) server(ctx context.Context, f *translateFlags) (j *job, closeCache func(), err error) {
	if j, err = a.newJob(f); err != nil {
		return nil, nil, err
	}
	closed, err := j.ready(ctx)
	return j, func() { _ = closed() }, err // it reports itself what it could not keep
}

func (a *app) serve(ctx context.Context, f *serveFlags) error {
	c, err := a.configFile()
	if err != nil {
		return err
	}
	addr := cmp.Or(f.addr, c.Serve.Addr, serveAddr)
	keys, err := serve.ReadKeys(cmp.Or(f.keys, c.Serve.Keys), a.env(cmp.Or(c.Serve.KeyEnv, "SATZPAAR_SERVE_KEY")))
	if err != nil {
		return err
	}
	if len(keys) == 0 && !localserver.Loopback(addr) {
		return usage(fmt.Errorf("--addr %s can be reached from other machines, and there are no keys", addr),
			"name a file of keys with --keys, or put one into SATZPAAR_SERVE_KEY")
	}
	j, closeCache, err := a.server(ctx, &f.translateFlags)
	if err != nil {
		return err
	}
	defer closeCache()
	meter := price.NewMeter(j.config.Host.Budget)
	j.config.Host.Answered = meter.Add
	engines, err := j.engines(f)
	if err != nil {
		return err
	}
	defer func() {
		for _, e := range engines {
			if err := e.Sessions.Close(); err != nil {
				a.note(err)
			}
		}
	}()
	config := serve.Config{
		Engines: engines,
		Keys:    keys,
		Origins: f.cors,
		Log:     a.note,
		Now:     a.now,
	}
	if f.cors == nil {
		config.Origins = c.Serve.CORS
	}
	if f.suggestions != "" {
		file, err := plainfile.Append(f.suggestions)
		if err != nil {
			return usage(fmt.Errorf("--suggestions: %w", err))
		}
		taken := plainfile.BoundedLog(file, mostSuggestions)
		defer taken.Close()
		config.Suggest = func(made serve.Suggestion) error { return taken.Add(made) }
	}
	s, err := serve.New(a.hard, config)
	if err != nil {
		return j.misuse(err)
	}
	defer s.Close()
	if f.metrics != "" {
		stop, err := a.serveMetrics(f.metrics, func() []figures.Figure {
			return append(s.Figures(), meter.Figures()...)
		})
		if err != nil {
			return err
		}
		defer stop()
	}
	return a.listen(ctx, addr, s)
}

// listen serves until ctx ends, and finishes what is under way then.
func (a *app) listen(ctx context.Context, addr string, h http.Handler) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return usage(err, "choose another port with --addr")
	}
	if localserver.Loopback(addr) {
		h = localserver.OnlyHost(l.Addr().String(), h)
	}
	server := localserver.New(h, a.log())
	a.print("http://%s/\n", l.Addr())
	a.say("open the address above, or give it to your tools; Ctrl-C stops the server")
	return localserver.Serve(ctx, a.hard, server, func() error { return server.Serve(l) })
}

// engines makes an engine of each backend that is served.
func (j *job) engines(f *serveFlags) ([]serve.Engine, error) {
	pairs, err := lang.ParseDirections(f.pairs)
	if err != nil {
		return nil, usage(fmt.Errorf("--pairs %w", err), "for example --pairs de-en,es-en")
	}
	var here []lang.Pair
	if store, err := j.models(); err == nil {
		here = store.Directions()
	}
	engines, err := serve.NewEngines(j.config, append([]string{j.config.Backend}, f.also...), pairs, here)
	return engines, j.misuse(err)
}

// serveMetrics serves figures in the text format of Prometheus until the function it returns is called.
func (a *app) serveMetrics(addr string, all func() []figures.Figure) (stop func(), err error) {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", figures.Handler(all))
	at, stop, err := localserver.Background(addr, mux, a.log())
	if err != nil {
		return nil, fmt.Errorf("--metrics-addr %w", err)
	}
	a.say("figures at http://%s/metrics", at)
	return stop, nil
}
