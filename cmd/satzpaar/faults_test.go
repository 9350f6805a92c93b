package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
)

// serveFaults is the program faultserver of the sessions: it writes its URL into the file that its first argument names, and misbehaves as the others say.
func serveFaults() {
	c := faultserver.Config{Seed: 1, Key: "right-key", Translate: english()}
	for _, a := range os.Args[2:] {
		switch a {
		case "misbehave":
			all := append(append(faultserver.AlignmentFaults(), faultserver.ContentFaults()...), faultserver.HTTP500, faultserver.BadJSON)
			c.Plan = faultserver.Seeded(1, 0.3, all...)
		case "quota":
			c.Plan = faultserver.Always(faultserver.QuotaExhausted)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		err = os.WriteFile(os.Args[1], []byte("http://"+l.Addr().String()+"/v1"), 0o644)
	}
	if err == nil {
		err = http.Serve(l, faultserver.New(c))
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
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
