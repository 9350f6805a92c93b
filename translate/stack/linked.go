package stack

import (
	"context"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// A Linker returns the word links of a text and its translation, or nil if it does not know the languages of the
// request. Hints are the links that the backend gave, such as those of a model's attention.
type Linker func(req *translate.Request, source, target string, hints []offset.Link) []offset.Link

// Linked returns b with the word links of every answer found by find. If find returns none, those of the backend are
// kept.
func Linked(b translate.Backend, find Linker) translate.Backend { return &linked{inner{b}, find} }

type linked struct {
	inner
	find Linker
}

func (d *linked) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, usage, err := d.ask(ctx, req)
	for i := range results {
		if r := &results[i]; r.Err == nil {
			if links := d.find(&req, req.Items[i].Text, r.Text, r.Links); len(links) > 0 {
				r.Links = links
			}
		}
	}
	return results, usage, err
}
