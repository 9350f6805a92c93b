package review

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/satzpaar/satzpaar/bitext"
)

// A hit is a pair that holds what was looked for, as its edits have left it.
type hit struct {
	Document string       `json:"d"`
	ID       string       `json:"i"` // as the page of the document shows it
	At       int          `json:"at"`
	Key      bitext.Key   `json:"key"`
	Source   string       `json:"s"`
	Target   string       `json:"t"`
	State    bitext.State `json:"st"`
	Machine  string       `json:"m"`
	Seen     int          `json:"seen"` // edits of the document that are in it
	Cut      bool         `json:"cut"`  // it is not as the machine cut it: changed on the page of its document only
}

// What a search may take: hits that anybody would read, and time that anybody would wait.
const (
	mostHits     = 500
	longestQuery = 1000 // bytes
	findWithin   = 5 * time.Second
)

// fold returns a text as it is compared in a search, as the pages do it: composed and decomposed letters are the same,
// white space of any kind counts as one space, what has no width is not there, and case does not matter.
func fold(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	space := false
	for _, r := range norm.NFC.String(text) {
		switch {
		case unicode.IsSpace(r):
			if !space {
				out.WriteByte(' ')
			}
			space = true
			continue
		case r == '\u034f' || unicode.Is(unicode.Cf, r):
			continue
		}
		space = false
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// A wanted is a text that is looked for, as [fold] returns it.
type wanted struct {
	text string
	side string // "source", "target", or else either
}

// newWanted returns what a query looks for; nil where that is nothing.
func newWanted(query, side string) *wanted {
	text := strings.TrimSpace(fold(query))
	if text == "" {
		return nil
	}
	return &wanted{text, side}
}

// in reports whether a pair holds the text on the side where it is looked for.
func (w *wanted) in(source, target string) bool {
	return w.side != "target" && strings.Contains(fold(source), w.text) ||
		w.side != "source" && strings.Contains(fold(target), w.text)
}

// find looks for a text in all documents of the folder, in order. More reports whether there may be others.
func (f *folder) find(ctx context.Context, query, side string) (hits []hit, more bool, err error) {
	names, err := f.scan()
	if err != nil {
		return nil, false, err
	}
	hits = []hit{}
	want := newWanted(query, side)
	if want == nil {
		return hits, false, nil
	}
	for _, name := range names {
		if ctx.Err() != nil {
			return hits, true, nil
		}
		d, err := f.read(name)
		if err != nil {
			continue // its own page reports it
		}
		edits, _, err := f.edits(name)
		if err != nil {
			continue
		}
		first := 0 // of the record
		for n, b := range d.edited(edits) {
			keys := bitext.Keys(b)
			_, numbers := bitext.WithoutCuts(b)
			machine := d.machine[n].Pairs
			for i := range b.Pairs {
				p := &b.Pairs[i]
				if !want.in(p.Source, p.Target) {
					continue
				}
				if len(hits) == mostHits {
					return hits, true, nil
				}
				id := p.ID
				if len(d.machine) > 1 {
					id = recordID(keys[i].Record, id)
				}
				own := i // the machine's pair
				if numbers != nil {
					own = numbers[i]
				}
				hits = append(hits, hit{name, id, first + own, keys[i], p.Source, p.Target, p.State,
					machine[own].Target, len(edits), p.Was != nil || p.Part > 0})
			}
			first += len(machine)
		}
	}
	return hits, false, nil
}

// find answers with the pairs of all documents that hold a text on one side or on either, and with the translations of
// the memory, of other runs and of the cache that do.
func (s *Server) find(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	query, side := q.Get("q"), q.Get("side")
	if len(query) > longestQuery {
		http.Error(w, "what is looked for is too long", http.StatusBadRequest)
		return
	}
	ctx, stop := context.WithTimeout(r.Context(), findWithin)
	defer stop()
	hits, more, err := s.dir.find(ctx, query, side)
	if err != nil {
		fail(w, err)
		return
	}
	known, moreKnown := remembered(ctx, s.Memory, query, side)
	runs, moreRuns, err := s.findAlso(ctx, query, side)
	if err != nil {
		fail(w, err)
		return
	}
	known = append(known, runs...)
	cached, moreCached, err := s.findCached(ctx, q.Get("d"), query, side, translationsOf(hits, known))
	if err != nil {
		fail(w, err)
		return
	}
	reply(w, struct {
		Hits   []hit        `json:"hits"`
		Memory []Remembered `json:"memory,omitempty"`
		More   bool         `json:"more"`
	}{hits, append(known, cached...), more || moreKnown || moreRuns || moreCached})
}
