// Package mcp offers sessions to language models and their programs as tools of the Model Context Protocol: translate,
// detect, align and check.
package mcp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/pipeline"
)

// Bounds of a text of a call, and of a message, in bytes: JSON may take six bytes for one.
const (
	maxText = 1 << 20
	maxLine = 8 * maxText
)

// A Config specifies what a server offers.
type Config struct {
	Sessions *satzpaar.Sessions // not closed by the server
	Pair     lang.Pair          // the languages of calls that name none
	Version  string             // of the program
}

// Serve answers calls that come from r until it ends or ctx does, and writes to w. A line that is not a message of
// JSON-RPC is answered with an error, and the next one is read.
func Serve(ctx context.Context, c Config, r io.ReadCloser, w io.WriteCloser) error {
	out := &shared{WriteCloser: w}
	in := &incoming{lines{from: bufio.NewReader(r), to: out, most: maxLine}, r}
	err := c.server().Run(ctx, &mcp.IOTransport{Reader: in, Writer: out, MaxLineLength: -1}) // lines are bounded already
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		return nil // the caller has gone, or the program was asked to end
	}
	return err
}

const instructions = "Translates German into English, and other languages where a model is there, sentence by " +
	"sentence. Passages in other languages are found and kept as they are. Findings of the checks are suspicions, " +
	"not proofs: tell the user of them."

func (c *Config) server() *mcp.Server {
	program := &mcp.Implementation{Name: "satzpaar", Title: "satzpaar", Version: c.Version}
	s := mcp.NewServer(program, &mcp.ServerOptions{Instructions: instructions})
	reads := &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true}
	mcp.AddTool(s, &mcp.Tool{
		Name: "translate",
		Description: "Translate a text. Gives the translation, and the pairs of sentences with what looks wrong with " +
			"them.",
		Annotations: reads,
	}, c.translate)
	mcp.AddTool(s, &mcp.Tool{
		Name:        "detect",
		Description: "Find which stretch of a text is in which language. The stretches tile the text.",
		Annotations: reads,
	}, c.detect)
	mcp.AddTool(s, &mcp.Tool{
		Name:        "align",
		Description: "Pair the sentences of a text with those of its finished translation.",
		Annotations: reads,
	}, c.align)
	mcp.AddTool(s, &mcp.Tool{
		Name: "check",
		Description: "Look for faults in the translation of one sentence: numbers, names, negation, omissions and " +
			"more.",
		Annotations: reads,
	}, c.check)
	return s
}

// languages are the parameters of all tools that name a direction.
type languages struct {
	From string `json:"from,omitempty" jsonschema:"language of the text as a BCP 47 tag, such as de; the usual one if left out"`
	To   string `json:"to,omitempty" jsonschema:"language of the translation, such as en; the usual one if left out"`
}

// session returns the session for a direction.
func (c *Config) session(l languages) (*satzpaar.Session, error) {
	pair := c.Pair
	var err error
	if l.From != "" {
		if pair.From, err = lang.Parse(l.From); err != nil {
			return nil, err
		}
	}
	if l.To != "" {
		if pair.To, err = lang.Parse(l.To); err != nil {
			return nil, err
		}
	}
	return c.Sessions.For(&bitext.Header{From: pair.From.String(), To: pair.To.String()})
}

// bounded reports texts that are too long.
func bounded(texts ...string) error {
	for _, t := range texts {
		if len(t) > maxText {
			return fmt.Errorf("a text of %d bytes: %d is the most; give it in parts", len(t), maxText)
		}
	}
	return nil
}

type translateInput struct {
	Text         string `json:"text" jsonschema:"the text to translate"`
	Format       string `json:"format,omitempty" jsonschema:"txt, md or html; txt if left out"`
	Alternatives int    `json:"alternatives,omitempty" jsonschema:"how many more to give, at most 5"`
	languages
}

// maxAlternatives bounds how many other translations a call gets.
const maxAlternatives = 5

type pair struct {
	Source   string    `json:"source"`
	Target   string    `json:"target"`
	Action   string    `json:"action,omitempty" jsonschema:"translate, or keep where the sentence stays as it is"`
	Findings []finding `json:"findings,omitempty"`
}

type finding struct {
	Check    string `json:"check"`
	Severity string `json:"severity" jsonschema:"info, warning or error"`
	Message  string `json:"message"`
}

type translateOutput struct {
	Text         string   `json:"text" jsonschema:"the translation"`
	Alternatives []string `json:"alternatives,omitempty" jsonschema:"of the text, best first"`
	Pairs        []pair   `json:"pairs"`
}

func (c *Config) translate(
	ctx context.Context,
	_ *mcp.CallToolRequest,
	in translateInput,
) (*mcp.CallToolResult, translateOutput, error) {
	var out translateOutput
	if err := bounded(in.Text); err != nil {
		return nil, out, err
	}
	format := in.Format
	switch format {
	case "":
		format = "txt"
	case "txt", "md", "html":
	default:
		return nil, out, fmt.Errorf("format %q: must be txt, md or html", format)
	}
	s, err := c.session(in.languages)
	if err != nil {
		return nil, out, err
	}
	d, err := s.Parse("text."+format, []byte(in.Text))
	if err != nil {
		return nil, out, err
	}
	ranks, err := s.Ranks(ctx)
	if err != nil {
		return nil, out, err
	}
	b, text, err := ranked(ctx, s, d, 0)
	if err != nil {
		return nil, out, err
	}
	out.Text, out.Pairs = text, pairs(b)
	most := min(in.Alternatives, maxAlternatives)
	for rank := 1; rank < ranks && len(out.Alternatives) < most; rank++ {
		_, text, err := ranked(ctx, s, d, rank)
		if err != nil {
			break // the translation is there all the same
		}
		if text != out.Text && !slices.Contains(out.Alternatives, text) {
			out.Alternatives = append(out.Alternatives, text)
		}
	}
	return nil, out, nil
}

// ranked returns the translation of a document that has a rank, as pairs and as text. A sentence that was not
// translated is an error.
func ranked(ctx context.Context, s *satzpaar.Session, d *document.Document, rank int) (*bitext.Bitext, string, error) {
	bs, _, err := s.Ranked(ctx, []*document.Document{d}, rank)
	if err != nil {
		return nil, "", err
	}
	if err := bs[0].Failed(); err != nil {
		return nil, "", err
	}
	raw, err := pipeline.Render(d, bs[0])
	return bs[0], string(raw), err
}

func pairs(b *bitext.Bitext) []pair {
	out := []pair{} // and not null
	for i := range b.Pairs {
		p := &b.Pairs[i]
		out = append(out, pair{p.Source, p.Target, string(p.Action), findings(p.Findings)})
	}
	return out
}

func findings(list []bitext.Finding) []finding {
	var out []finding
	for _, f := range list {
		out = append(out, finding{f.Check, string(f.Severity), f.Message})
	}
	return out
}

type detectInput struct {
	Text     string `json:"text" jsonschema:"the text to look at"`
	Expected string `json:"expected,omitempty" jsonschema:"language that most of it is in, such as de; the usual one if left out"`
}

type run struct {
	Language   string  `json:"language" jsonschema:"BCP 47 tag; und where there are no words"`
	Text       string  `json:"text"`
	Confidence float64 `json:"confidence" jsonschema:"from 0 to 1"`
}

type detectOutput struct {
	Runs []run `json:"runs"`
}

func (c *Config) detect(
	_ context.Context,
	_ *mcp.CallToolRequest,
	in detectInput,
) (*mcp.CallToolResult, detectOutput, error) {
	out := detectOutput{Runs: []run{}}
	if err := bounded(in.Text); err != nil {
		return nil, out, err
	}
	l := languages{From: in.Expected}
	if tag, err := lang.Parse(in.Expected); err == nil && lang.Same(tag, c.Pair.To) {
		l.To = c.Pair.From.String() // a session's languages differ
	}
	s, err := c.session(l)
	if err != nil {
		return nil, out, err
	}
	for _, r := range s.Detect(in.Text) {
		out.Runs = append(out.Runs, run{r.Lang.String(), r.Span.In(in.Text), bitext.Round(r.Score)})
	}
	return nil, out, nil
}

type alignInput struct {
	Source string `json:"source" jsonschema:"the text"`
	Target string `json:"target" jsonschema:"its translation"`
	languages
}

type bead struct {
	Source     string    `json:"source"`
	Target     string    `json:"target"`
	Confidence float64   `json:"confidence" jsonschema:"from 0 to 1"`
	Findings   []finding `json:"findings,omitempty"`
}

type alignOutput struct {
	Beads []bead `json:"beads" jsonschema:"groups of sentences that translate each other, in order"`
}

func (c *Config) align(
	ctx context.Context,
	_ *mcp.CallToolRequest,
	in alignInput,
) (*mcp.CallToolResult, alignOutput, error) {
	out := alignOutput{Beads: []bead{}}
	if err := bounded(in.Source, in.Target); err != nil {
		return nil, out, err
	}
	s, err := c.session(in.languages)
	if err != nil {
		return nil, out, err
	}
	source, err := s.Parse("source.txt", []byte(in.Source))
	if err != nil {
		return nil, out, err
	}
	target, err := s.ParseTarget("target.txt", []byte(in.Target))
	if err != nil {
		return nil, out, err
	}
	b, _, err := s.Align(ctx, source, target, satzpaar.AlignOptions{})
	if err != nil {
		return nil, out, err
	}
	for i := range b.Pairs {
		p := &b.Pairs[i]
		out.Beads = append(out.Beads, bead{p.Source, p.Target, *p.Confidence, findings(p.Findings)})
	}
	return nil, out, nil
}

type checkInput struct {
	Source string `json:"source" jsonschema:"the sentence"`
	Target string `json:"target" jsonschema:"its translation"`
	languages
}

type checkOutput struct {
	Findings []finding `json:"findings"`
}

func (c *Config) check(
	_ context.Context,
	_ *mcp.CallToolRequest,
	in checkInput,
) (*mcp.CallToolResult, checkOutput, error) {
	out := checkOutput{Findings: []finding{}}
	if err := bounded(in.Source, in.Target); err != nil {
		return nil, out, err
	}
	s, err := c.session(in.languages)
	if err != nil {
		return nil, out, err
	}
	p := &bitext.Pair{
		Source: in.Source,
		Target: in.Target,
		Lang:   s.Pair().From.String(),
		Action: bitext.Translate,
		State:  bitext.Translated,
	}
	out.Findings = append(out.Findings, findings(s.Check(p))...)
	return nil, out, nil
}
