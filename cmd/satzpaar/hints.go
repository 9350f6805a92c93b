package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/command"
	"github.com/satzpaar/satzpaar/translate/deepl"
	"github.com/satzpaar/satzpaar/translate/libretranslate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

// keyNames are the environment variables that hold keys where the configuration names no other.
var keyNames = map[string]string{openai.Name: "OPENAI_API_KEY", deepl.Name: "DEEPL_API_KEY", libretranslate.Name: "LIBRETRANSLATE_API_KEY"}

// again is true of every run that ends early.
const again = "what was translated is in the cache, and the same command goes on from there"

// hintsFor says what a person can do about a failure of a backend.
func (j *job) hintsFor(e *translate.Error) []string {
	said := strings.ToLower(e.Error())
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(said, w) {
				return true
			}
		}
		return false
	}
	if e.Backend == command.Name && e.Kind != translate.Invalid {
		return []string{"try the program by hand: a line of text on its standard input has to give a line on its standard output; " + again}
	}
	switch e.Kind {
	case translate.Auth:
		return []string{j.keyHint(e.Backend)}
	case translate.Quota:
		if errors.Is(e, price.ErrBudget) {
			return []string{"raise --max-cost to go on; " + again}
		}
		return []string{"the account of this key is used up: top it up, or name another backend with --backend or --fallback; " + again}
	case translate.RateLimited:
		return []string{"the server asks to wait longer than is worth waiting for; " + again}
	case translate.Unavailable:
		switch {
		case has("no such host", "server misbehaving"):
			return []string{"is the name of the server in --base-url right, and is there a network? " + capital(again)}
		case has("connection refused"):
			return []string{"nothing listens at that address: start the server, or mend --base-url; " + again}
		}
		return []string{"is the server running, and is --base-url right? " + capital(again)}
	case translate.Invalid:
		switch {
		case has("x509", "certificate"):
			return []string{"the certificate of the server is not trusted here: set SSL_CERT_FILE to a file with its authority, or mend --base-url"}
		case has("http response to https client"):
			return []string{"that server speaks plain http: write its address with http://"}
		case has("no model given"):
			return []string{"name it with --model or OPENAI_MODEL" + j.modelHint()}
		case has("model", "deployment") && has("404", "400"):
			return []string{"give a model of this server with --model" + j.modelHint()}
		case has("base url \"\""):
			return []string{"give the address of the server with --base-url or LIBRETRANSLATE_URL"}
		case has("is not an http or https address"):
			return []string{"an address is written in full, such as http://localhost:8080/v1"}
		case has("web page", "404", "405"):
			return []string{j.addressHint(e.Backend)}
		}
	}
	return nil
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// failureHints says what to do about sentences without a translation.
func failureHints(s *corpus.Summary) []string {
	refused := 0
	for _, f := range s.Failures {
		if strings.Contains(f.Err, ": "+translate.Refused.String()+": ") {
			refused++
		}
	}
	if 2*refused > len(s.Failures) {
		return []string{"what one model refuses another may translate: add --fallback NAME to the same command, such as --fallback marian"}
	}
	return []string{"run the same command again: it asks only for what is missing"}
}

// diskHints says what to do about an output that could not be written.
func diskHints(err error) []string {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return []string{"make room there, or choose another folder with --out; " + again}
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return []string{"choose a folder that may be written with --out; " + again}
	}
	return nil
}

// keyHint says where the key of a backend is looked for and whether there is one.
func (j *job) keyHint(backend string) string {
	name := keyNames[backend]
	if c := j.asked[backend]; c != nil && c.KeyEnv != "" {
		name = c.KeyEnv
	}
	switch {
	case name == "":
		return "check the key"
	case j.env(name) == "":
		return "set the environment variable " + name + " to the key of this server"
	}
	return "check the key in " + name + ": is it one for this server, still valid, and allowed to use this model?"
}

// addressHint says what a base URL looks like.
func (j *job) addressHint(backend string) string {
	switch c := j.asked[backend]; {
	case backend != openai.Name || c == nil:
		return "mend --base-url, or the proxy between here and the server"
	case c.APIVersion != "":
		return "for Azure, base_url is the resource alone, https://NAME.openai.azure.com, and model is the name of the deployment"
	default:
		if u, err := url.Parse(c.BaseURL); err == nil && !strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/v1") {
			return "most servers want a base URL that ends in /v1, such as " + u.Scheme + "://" + u.Host + "/v1"
		}
	}
	return "mend --base-url, or the proxy between here and the server"
}

// modelHint names the models that the server has, if it tells.
func (j *job) modelHint() string {
	server, c := j.server, j.asked[openai.Name]
	if server == nil && c != nil {
		server, _ = openai.New(openai.Config{BaseURL: c.BaseURL, Model: "any", Key: j.key(c, keyNames[openai.Name]), APIVersion: c.APIVersion})
	}
	if server == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	names, err := server.Models(ctx)
	if err != nil || len(names) == 0 {
		return ""
	}
	const most = 12
	if len(names) > most {
		return fmt.Sprintf("; the server has %s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return "; the server has " + strings.Join(names, ", ")
}
