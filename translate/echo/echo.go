// Package echo is a backend that translates nothing: it returns each text as it is. It is for tests, for trying out a
// pipeline and for measuring what surrounds a translation.
package echo

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// A Config specifies how the answers differ from the texts. The zero value changes nothing.
type Config struct {
	Prefix string // put before every text that is not empty
	Upper  bool   // write in capitals what need not be kept
	// Fail refuses every text that contains it; empty refuses none.
	Fail string
}

// A Backend returns what it is given. It is deterministic, takes all languages and is safe for concurrent use.
type Backend struct{ cfg Config }

var _ translate.Backend = (*Backend)(nil)

// New makes a backend.
func New(cfg Config) *Backend { return &Backend{cfg} }

// Info describes the backend. All of the configuration is in the ID.
func (b *Backend) Info() translate.Info {
	id := "echo"
	if b.cfg != (Config{}) {
		id += fmt.Sprintf(":prefix=%q,upper=%t,fail=%q", b.cfg.Prefix, b.cfg.Upper, b.cfg.Fail)
	}
	return translate.Info{ID: id, Deterministic: true}
}

// Translate returns the texts. Each word is linked to itself.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	usage := translate.Usage{Requests: 1}
	if err := ctx.Err(); err != nil {
		return nil, usage, fmt.Errorf("echo: %w", err)
	}
	results := make([]translate.Result, len(req.Items))
	for i, item := range req.Items {
		results[i] = b.echo(item)
		usage.SourceTokens += len(strings.Fields(item.Text))
		usage.TargetTokens += len(strings.Fields(results[i].Text))
	}
	return results, usage, nil
}

func (b *Backend) echo(item translate.Item) translate.Result {
	r := translate.Result{Origin: b.Info().ID}
	if b.cfg.Fail != "" && strings.Contains(item.Text, b.cfg.Fail) {
		r.Err = translate.Errorf(translate.Refused, "echo", "the text holds %q", b.cfg.Fail)
		return r
	}
	if item.Text == "" {
		return r
	}
	var out strings.Builder
	out.Grow(len(b.cfg.Prefix) + len(item.Text))
	out.WriteString(b.cfg.Prefix)
	text := func(start, end int) {
		s := item.Text[start:end]
		for at := 0; at < len(s); {
			n := strings.IndexFunc(s[at:], unicode.IsSpace)
			if n < 0 {
				n = len(s) - at
			}
			word := s[at : at+n]
			if b.cfg.Upper {
				word = strings.ToUpper(word)
			}
			if n > 0 {
				r.Links = append(r.Links, offset.Link{
					Source: offset.Span{Start: start + at, End: start + at + n},
					Target: offset.Span{Start: out.Len(), End: out.Len() + len(word)},
				})
			}
			out.WriteString(word)
			at += n
			for _, c := range s[at:] {
				if !unicode.IsSpace(c) {
					break
				}
				out.WriteRune(c)
				at += len(string(c))
			}
		}
	}
	at := 0
	for _, k := range item.Keep {
		if k.Start < at || k.End < k.Start || k.End > len(item.Text) {
			return translate.Result{Err: translate.Errorf(translate.Internal, "echo",
				"ranges to keep %v are out of order in a text of %d bytes", item.Keep, len(item.Text))}
		}
		text(at, k.Start)
		out.WriteString(item.Text[k.Start:k.End])
		at = k.End
	}
	text(at, len(item.Text))
	r.Text = out.String()
	return r
}
