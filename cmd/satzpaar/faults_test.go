package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
)

// serveFaults is the program faultserver of the sessions: it writes its URL into the file that its first argument
// names, and misbehaves as the others specify.
func serveFaults() {
	c := faultserver.Config{Seed: 1, Key: "right-key", Translate: english()}
	secure := false
	for _, a := range os.Args[2:] {
		p, profile := faultserver.Profiles()[a]
		switch {
		case profile:
			c = c.With(p)
		case a == "misbehave":
			all := append(append(faultserver.AlignmentFaults(), faultserver.ContentFaults()...), faultserver.HTTP500, faultserver.BadJSON)
			c.Plan = faultserver.Seeded(1, 0.3, all...)
		case a == "expires": // batches of more than one request, seen in progress once
			c.BatchExpires, c.BatchPolls = 1, 2
		case a == "tls":
			secure = true
		default: // a fault, always
			c.Plan = faultserver.Always(faultserver.Fault(a))
		}
	}
	h := httptest.NewUnstartedServer(faultserver.New(c))
	h.Config.ErrorLog = log.New(io.Discard, "", 0) // clients that do not trust the certificate
	if secure {
		h.StartTLS()
	} else {
		h.Start()
	}
	if err := os.WriteFile(os.Args[1], []byte(h.URL+"/v1"), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	select {}
}

// english returns a function that translates with the built-in model: an answer says what its source says.
func english() func(text string) string {
	b, err := marian.Builtin(marian.Config{Workers: 2})
	if err != nil {
		panic(err)
	}
	return func(text string) string {
		results, _, err := b.Translate(context.Background(), translate.Request{From: language.German, To: language.English, Items: []translate.Item{{Text: text}}})
		if err != nil || results[0].Err != nil {
			return ""
		}
		return results[0].Text
	}
}
