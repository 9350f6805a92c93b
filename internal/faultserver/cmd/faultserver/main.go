// Command faultserver serves a misbehaving OpenAI-compatible, LibreTranslate and DeepL server on the loopback
// interface, for trying out how a client copes:
//
//	go run ./internal/faultserver/cmd/faultserver -rate 0.05 -faults all
//	OPENAI_BASE_URL=http://127.0.0.1:8099/v1 satzpaar translate --backend openai --model fault-1 FILE
//
// Translations are those of the built-in model, or with -engine pseudo into a made-up language. On interrupt it
// prints what it was asked and what it charged.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"sort"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
)

func main() {
	var (
		addr   = flag.String("addr", "127.0.0.1:8099", "address to listen on")
		rate   = flag.Float64("rate", 0.05, "share of requests that misbehave, 0 to 1")
		faults = flag.String("faults", "all",
			"faults to choose from, separated by commas; or all, alignment, hidden, content, transport")
		seed    = flag.Uint64("seed", 1, "seed of the plan")
		slots   = flag.Int("slots", 0, "requests worked on at a time; 0: any number")
		latency = flag.Duration("latency", 50*time.Millisecond, "time that a request takes")
		window  = flag.Int("window", 0, "context window in tokens, above which prompts are silently cut; 0: none")
		key     = flag.String("key", "", "API key that is asked for; empty: none")
		rpm     = flag.Int("rpm", 0, "requests per minute; 0: any number")
		profile = flag.String("profile", "",
			"be like a known server: openai-reasoning, azure, openrouter, ollama, vllm, llama.cpp, lm-studio")
		engine = flag.String("engine", "builtin", "what really answers: builtin (German to English), pseudo, echo")
		reject = flag.String("reject", "",
			"abilities to lack, separated by commas: schema, object, system, temperature, max-tokens")
	)
	flag.Parse()
	c := faultserver.Config{
		Seed:              *seed,
		Slots:             *slots,
		Latency:           *latency,
		ContextWindow:     *window,
		Key:               *key,
		RequestsPerMinute: *rpm,
	}
	var err error
	if c.Translate, err = answer(*engine); err != nil {
		fail(err)
	}
	c.Plan = faultserver.Seeded(*seed, *rate, choose(*faults)...)
	for _, what := range strings.Split(*reject, ",") {
		switch what {
		case "":
		case "schema":
			c.RejectSchema = true
		case "object":
			c.RejectObject = true
		case "system":
			c.RejectSystem = true
		case "temperature":
			c.RejectTemp = true
		case "max-tokens":
			c.RejectMaxTok = true
		default:
			fail(fmt.Errorf("no such ability to reject: %q", what))
		}
	}
	if *profile != "" {
		p, ok := faultserver.Profiles()[*profile]
		if !ok {
			fail(fmt.Errorf("no such profile: %q", *profile))
		}
		c = c.With(p)
	}
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		fail(err)
	}
	s := faultserver.New(c)
	fmt.Printf("http://%s/v1\n", l.Addr())
	go func() { fail(http.Serve(l, s)) }()
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	<-interrupt
	report(s)
}

// answer returns the engine of a name; nil is the server's own made-up language.
func answer(engine string) (func(text string) string, error) {
	switch engine {
	case "pseudo":
		return nil, nil
	case "echo":
		return func(text string) string { return text }, nil
	case "builtin":
	default:
		return nil, fmt.Errorf("no such engine: %q", engine)
	}
	b, err := marian.Builtin(marian.Config{Workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		return nil, err
	}
	return func(text string) string {
		results, _, err := b.Translate(
			context.Background(),
			translate.Request{From: language.German, To: language.English, Items: []translate.Item{{Text: text}}},
		)
		if err != nil || results[0].Err != nil {
			return text
		}
		return results[0].Text
	}, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "faultserver:", err)
	os.Exit(1)
}

func choose(list string) []faultserver.Fault {
	switch list {
	case "all":
		return slices.Concat(
			faultserver.AlignmentFaults(),
			faultserver.HiddenFaults(),
			faultserver.ContentFaults(),
			faultserver.TransportFaults(),
		)
	case "alignment":
		return faultserver.AlignmentFaults()
	case "hidden":
		return faultserver.HiddenFaults()
	case "content":
		return faultserver.ContentFaults()
	case "transport":
		return faultserver.TransportFaults()
	}
	var out []faultserver.Fault
	for _, f := range strings.Split(list, ",") {
		out = append(out, faultserver.Fault(f))
	}
	return out
}

func report(s *faultserver.Server) {
	count := map[string]int{}
	texts := 0
	log := s.Log()
	for _, e := range log {
		texts += len(e.Texts)
		name := string(e.Fault)
		if name == "" {
			name = "(right)"
		}
		count[name]++
	}
	p, q := s.Tokens()
	fmt.Printf("%d requests, %d texts, %d prompt tokens, %d completion tokens\n", len(log), texts, p, q)
	var names []string
	for n := range count {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Printf("%7d  %s\n", count[n], n)
	}
}
