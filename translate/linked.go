package translate

import "context"

// A Linker returns the word links of a text and its translation, or nil where it knows nothing of the languages of the request.
type Linker func(req *Request, source, target string) []Link

// Linked returns b behind a decorator that asks find for the word links of every answer. Where find has none, those of the backend stay.
func Linked(b Backend, find Linker) Backend { return &linked{b, find} }

type linked struct {
	Backend
	find Linker
}

func (d *linked) Translate(ctx context.Context, req Request) ([]Result, Usage, error) {
	results, usage, err := d.Backend.Translate(ctx, req)
	for i := range min(len(results), len(req.Items)) {
		if r := &results[i]; r.Err == nil {
			if links := d.find(&req, req.Items[i].Text, r.Text); len(links) > 0 {
				r.Links = links
			}
		}
	}
	return results, usage, err
}
