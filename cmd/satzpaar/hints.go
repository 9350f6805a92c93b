package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/spelling"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/command"
	"github.com/satzpaar/satzpaar/translate/marian/models"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

// A hinter knows what a person can do about failures of a session's backends.
type hinter struct {
	*app
	used *satzpaar.Config
}

// inCache is what a run that ends early has kept.
const inCache = "what was translated is in the cache, and the same command goes on from there"

// again returns what the same command does after a run that has ended early.
func (h *hinter) again() string {
	if h.used.Host.Cache == nil {
		return "without the cache, the same command starts over"
	}
	return inCache
}

// hintsFor returns what a person can do about a failure of a backend.
func (h *hinter) hintsFor(e *translate.Error) []string {
	hint := ""
	switch {
	case e.Backend == command.Name && e.Kind != translate.Invalid:
		hint = "try the program by hand: it must answer each line of text on its standard input with a line on its " +
			"standard output; " + h.again()
	case e.Backend == command.Name:
		hint = "name a program in PATH and its arguments with --command; no shell reads it: for a pipe, write " +
			"--command \"sh -c 'A | B'\""
	case e.Kind == translate.Auth:
		hint = h.used.KeyAdvice(e.Backend, h.env)
	case errors.Is(e, price.ErrBudget):
		hint = "raise --max-cost to go on; " + h.again()
	case e.Kind == translate.Quota:
		hint = "the account of this key has nothing left: top it up, or name another backend with " +
			"--backend or --fallback; " + h.again()
	case e.Kind == translate.RateLimited:
		hint = "the server asks for too long a wait; " + h.again()
	case e.Kind == translate.Unavailable, e.Kind == translate.Invalid:
		hint = h.causeHint(e)
	}
	if hint == "" {
		return nil
	}
	return []string{hint}
}

// causeHint returns what a person can do about the cause of a failure, if it is known.
func (h *hinter) causeHint(e *translate.Error) string {
	switch e.Cause {
	case translate.NoHost:
		return "is the name of the server in --base-url right, and is there a network? " + capital(h.again())
	case translate.NotListening:
		return "nothing listens at that address: start the server, or correct --base-url; " + h.again()
	case translate.OtherLanguages:
		return h.pairHint()
	case translate.NoModel:
		if e.Backend == openai.Name {
			return h.modelHint("name it with --model or OPENAI_MODEL", e.Backend)
		}
		return h.modelHint("name it with --model", e.Backend)
	case translate.UnknownModel:
		return h.modelHint("give a model of this server with --model", e.Backend)
	case translate.WrongAddress:
		return h.addressHint(e.Backend)
	}
	if hint := causeHints[e.Cause]; hint != "" || e.Kind != translate.Unavailable {
		return hint
	}
	return "is the server running, and is --base-url right? " + capital(h.again())
}

// causeHints are what a person can do about the causes that need no more to be known.
var causeHints = map[translate.Cause]string{
	translate.Untrusted: "the certificate of the server is not trusted here: set SSL_CERT_FILE to a file with its " +
		"authority, or correct --base-url",
	translate.PlainHTTP:  "that server speaks plain http: write its address with http://",
	translate.NoAddress:  "give the address of the server with --base-url or LIBRETRANSLATE_URL",
	translate.BadAddress: "write the address in full, such as http://localhost:8080/v1",
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// failureHints returns what to do about sentences without a translation.
func (j *job) failureHints(c *corpus.Counts) []string {
	if 2*c.Refused > c.Failed {
		return []string{"what one model refuses another may translate: add --fallback NAME to the same command, " +
			"such as --fallback marian"}
	}
	if j.flags.noCache {
		return []string{"run the same command without --no-cache: from then on it asks only for what is missing"}
	}
	return []string{"run the same command again: it asks only for what is missing"}
}

// diskHints returns what to do about an output that could not be written; again is what the same command does then.
func diskHints(err error, again string) []string {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return []string{"free some space there, or choose another folder with --out; " + again}
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return []string{"choose a folder that you may write to with --out; " + again}
	}
	return nil
}

// pairHint names the model that translates the languages of the session.
func (h *hinter) pairHint() string {
	if pair, err := h.used.Pair(); err == nil {
		if name := models.WantedFor(pair); name != "" {
			return "fetch what translates these languages with 'satzpaar models pull " + name +
				"'; it is used by itself then"
		}
	}
	return "no model of 'satzpaar models list --available' is for these languages: name a backend that knows them " +
		"with --backend"
}

// addressHint describes what a base URL looks like.
func (h *hinter) addressHint(backend string) string {
	switch c, ok := h.used.Used(backend); {
	case backend != openai.Name || !ok:
		return "correct --base-url, or the proxy between here and the server"
	case c.APIVersion != "":
		return "for Azure, base_url is the resource alone, https://NAME.openai.azure.com, and model is the name of " +
			"the deployment"
	default:
		if u, err := url.Parse(c.BaseURL); err == nil && !strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/v1") {
			return "most servers want a base URL that ends in /v1, such as " + u.Scheme + "://" + u.Host + "/v1"
		}
	}
	return "correct --base-url, or the proxy between here and the server"
}

// modelHint adds the models that the server has, if it lists them, to a hint.
func (h *hinter) modelHint(hint, backend string) string {
	// The command's own context may have ended: that is often why there is something to say.
	ctx, cancel := context.WithTimeout(h.hard, 5*time.Second)
	defer cancel()
	if models := h.used.ModelsAdvice(ctx, backend); models != "" {
		return hint + "; " + models
	}
	return hint
}

// flagOf is the flag that sets a field of the configuration, and what to do if its value is wrong.
var flagOf = map[string]struct{ flag, hint string }{
	"From":     {"--from", "use BCP 47 tags such as de, en, es"},
	"To":       {"--to", "use BCP 47 tags such as de, en, es"},
	"Foreign":  {"--foreign", "for example --foreign keep, or --foreign es=translate,en=keep"},
	"Encoding": {"--encoding", ""},
	"SRX":      {"--srx", ""},
	"Unit":     {"--unit", ""},
	"MaxCost":  {"--max-cost", "say what it costs with price_in and price_out in [backend.NAME] of the configuration"},
	"Jobs":     {"--jobs", ""},
	"Command":  {"--command", "for example --command 'apertium -u spa-eng'"},
	"Model":    {"", "fetch the model again with 'satzpaar models pull', or leave out --model to use the built-in one"},
	"Answers":  {"configuration", ""},
}

// misuse makes an error of a session's configuration end the program as wrong use, with hints; errors that have their
// exit code already stay.
func (h *hinter) misuse(err error) error {
	var done *exit
	var server *translate.Error
	var config *satzpaar.ConfigError
	switch {
	case errors.As(err, &done):
		return err
	case errors.As(err, &server):
		return usage(err, h.hintsFor(server)...)
	case errors.As(err, &config):
		f := flagOf[config.Field]
		switch {
		case config.Field == "Backend":
			f.hint = spelling.Choose(config.Backend, satzpaar.BackendNames(maps.Keys(h.used.Backends)))
		case config.Field == "MaxCost" && config.Backend == "": // it is the number that is wrong, not the price
			f.hint = "for example --max-cost 5"
		case config.Field == "From" || config.Field == "To": // the error begins with the value
			err = fmt.Errorf("%s %w", f.flag, err)
		case f.flag != "":
			err = fmt.Errorf("%s: %w", f.flag, err)
		}
		return usage(err, f.hint)
	}
	return err
}
