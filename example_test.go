package satzpaar_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/translate"
)

// A session with the zero configuration translates German into English with the built-in model, offline.
func Example() {
	ctx := context.Background()
	s, err := satzpaar.Open(ctx, satzpaar.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	english, err := s.Text(ctx, "Guten Morgen.")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(english)
	// Output: Good morning.
}

// A document keeps its format; its bitext has a pair for every sentence.
func ExampleSession_Document() {
	ctx := context.Background()
	s, err := satzpaar.Open(ctx, satzpaar.Config{Backend: "echo"})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	d, err := s.Parse("news.md", []byte("# Aus dem Rathaus\n\nDer Rat tagt heute. Die Bürgermeisterin sagte: ‘We will not give up.’\n"))
	if err != nil {
		log.Fatal(err)
	}
	b, report, err := s.Document(ctx, d, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range b.Pairs {
		fmt.Println(p.ID, p.Kind, p.Action, p.Source)
	}
	fmt.Println(report.Sentences, "sentences,", report.Failed, "failed")
	// Output:
	// 1.1 heading translate Aus dem Rathaus
	// 2.1 paragraph translate Der Rat tagt heute.
	// 2.2 paragraph translate Die Bürgermeisterin sagte: ‘We will not give up.’
	// 3 sentences, 0 failed
}

// Files and folders are translated into an output folder, many at a time and in bounded memory.
func ExampleSession_corpus() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "satzpaar")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "in")
	if err := os.Mkdir(in, 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(in, "a.txt"), []byte("Guten Tag. Das Haus ist alt.\n"), 0o644); err != nil {
		log.Fatal(err)
	}
	s, err := satzpaar.Open(ctx, satzpaar.Config{Backend: "echo"})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	inputs, err := corpus.Find([]string{in}, []string{".txt"}, "")
	if err != nil {
		log.Fatal(err)
	}
	out, err := corpus.OpenFolder(filepath.Join(dir, "out"))
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	summary, err := corpus.Run(ctx, s, inputs.Files, out, corpus.Options{Writers: []corpus.Writer{corpus.Same("en")}, Jobs: 2})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(summary.Counts.Documents, "document,", summary.Counts.Sentences, "sentences")
	// Output: 1 document, 2 sentences
}

// Foreign stretches are found inside documents, and treated as the policy wants.
func ExampleSession_Detect() {
	s, err := satzpaar.Open(context.Background(), satzpaar.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	text := "Der Präsident schrieb auf Twitter: La reunión de hoy fue muy buena para todos nosotros. Danach fuhr er nach Hause."
	for _, r := range s.Detect(text) {
		fmt.Println(r.Lang, strings.TrimSpace(r.Span.In(text)))
	}
	// Output:
	// de Der Präsident schrieb auf Twitter:
	// es La reunión de hoy fue muy buena para todos nosotros.
	// de Danach fuhr er nach Hause.
}

// Two finished documents are aligned sentence by sentence.
func ExampleSession_Align() {
	ctx := context.Background()
	s, err := satzpaar.Open(ctx, satzpaar.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	german, err := s.Parse("a.txt", []byte("Das Haus ist alt. Es hat drei Fenster, und der Garten ist groß. Niemand wohnt dort."))
	if err != nil {
		log.Fatal(err)
	}
	english, err := s.ParseTarget("a.en.txt", []byte("The house is old. It has three windows. The garden is large. Nobody lives there."))
	if err != nil {
		log.Fatal(err)
	}
	b, _, err := s.Align(ctx, german, english, satzpaar.AlignOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range b.Pairs {
		fmt.Printf("%d-%d %s | %s\n", len(p.Bead.Source), len(p.Bead.Target), p.Source, p.Target)
	}
	// Output:
	// 1-1 Das Haus ist alt. | The house is old.
	// 1-2 Es hat drei Fenster, und der Garten ist groß. | It has three windows. The garden is large.
	// 1-1 Niemand wohnt dort. | Nobody lives there.
}

// A translation is checked, whoever made it.
func ExampleSession_Check() {
	s, err := satzpaar.Open(context.Background(), satzpaar.Config{Glossary: []translate.Term{{Source: "Rathaus", Target: "town hall"}}})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	p := &bitext.Pair{Source: "Das Rathaus kostet 300 Euro im Jahr.", Target: "The city hall costs 30 euros a year.", Lang: "de", Action: bitext.Translate, State: bitext.Translated}
	for _, f := range s.Check(p) {
		fmt.Println(f.Check, f.Severity)
	}
	// Output:
	// numbers error
	// glossary warning
}

// A sentence is translated again with another backend, by the way that its document took: glossary, foreign policy
// and cache hold.
func ExampleSession_Retranslate() {
	ctx := context.Background()
	s, err := satzpaar.Open(ctx, satzpaar.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	p, err := s.Retranslate(ctx, &bitext.Pair{Source: "Guten Morgen."}, "echo")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Target, p.Origin)
	// Output: Guten Morgen. echo
}

// shouting is a backend of one's own.
type shouting struct{}

func (shouting) Info() translate.Info { return translate.Info{ID: "shouting@1", Deterministic: true} }

func (shouting) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	for i, item := range req.Items {
		out[i] = translate.Result{Text: strings.ToUpper(item.Text), Origin: "shouting@1"}
	}
	return out, translate.Usage{Requests: 1}, nil
}

// A backend of one's own is a type with two methods. The session adds batching, de-duplication, the cache and, for
// backends that are not deterministic, retries and verification.
func ExampleHost_backends() {
	ctx := context.Background()
	s, err := satzpaar.Open(ctx, satzpaar.Config{Backend: "shouting", Host: satzpaar.Host{Backends: map[string]translate.Backend{"shouting": shouting{}}}})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	text, err := s.Text(ctx, "Das ist gut. Das auch.")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)
	// Output: DAS IST GUT. DAS AUCH.
}

// The pairs of a bitext go out as a translation memory.
func ExampleSession_tmx() {
	ctx := context.Background()
	s, err := satzpaar.Open(ctx, satzpaar.Config{Backend: "echo"})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	d, err := s.Parse("a.txt", []byte("Guten Tag."))
	if err != nil {
		log.Fatal(err)
	}
	b, _, err := s.Document(ctx, d, nil)
	if err != nil {
		log.Fatal(err)
	}
	var tmx strings.Builder
	if err := bitext.TMX.Write(&tmx, bitext.Documents(b)); err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Count(tmx.String(), "<tuv "), "segments")
	// Output: 2 segments
}

// A document without the rest: parsing needs no session.
func Example_parse() {
	d, err := document.Parse("a.txt", []byte("Er kam am 3. Oktober. Dann ging er."), document.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range d.Blocks[0].Sentences {
		fmt.Println(s.In(d.Blocks[0].Text))
	}
	// Output:
	// Er kam am 3. Oktober.
	// Dann ging er.
}
