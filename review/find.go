package review

import (
	"context"
	"net/http"
	"path/filepath"
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

// A Remembered is a translation of a memory or another run, which a search finds and nobody changes here.
type Remembered struct {
	From   string `json:"d"` // the name of the memory, or the run's, with the document and the pair
	Source string `json:"s"`
	Target string `json:"t"`
	Run    bool   `json:"run,omitempty"` // it is another run's
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

// find looks for a text in all documents of the folder, in order. More reports whether there may be others.
func (f *folder) find(ctx context.Context, query, side string) (hits []hit, more bool, err error) {
	names, err := f.scan()
	if err != nil {
		return nil, false, err
	}
	want := strings.TrimSpace(fold(query))
	hits = []hit{}
	if want == "" {
		return hits, false, nil
	}
	for _, name := range names {
		if ctx.Err() != nil {
			return hits, true, nil
		}
		d, err := f.read(name)
		if err != nil {
			continue // its own page says so
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
				if !(side != "target" && strings.Contains(fold(p.Source), want)) &&
					!(side != "source" && strings.Contains(fold(p.Target), want)) {
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

// remembered returns the translations of a memory that hold a text, up to as many as hits are shown.
func remembered(ctx context.Context, memory []Remembered, query, side string) (found []Remembered, more bool) {
	want := strings.TrimSpace(fold(query))
	if want == "" {
		return nil, false
	}
	for i := range memory {
		m := &memory[i]
		switch {
		case i%1000 == 0 && ctx.Err() != nil, len(found) == mostHits:
			return found, true
		case side != "target" && strings.Contains(fold(m.Source), want),
			side != "source" && strings.Contains(fold(m.Target), want):
			found = append(found, *m)
		}
	}
	return found, false
}

// findAlso returns the pairs of other runs that hold a text, up to as many as hits are shown.
func (s *Server) findAlso(ctx context.Context, query, side string) (found []Remembered, more bool, err error) {
	for _, f := range s.also() {
		hits, some, err := f.find(ctx, query, side)
		if err != nil {
			return nil, false, err
		}
		more = more || some
		for i := range hits {
			h := &hits[i]
			switch {
			case h.Target == "":
			case len(found) == mostHits:
				return found, true, nil
			default:
				from := filepath.Base(f.dir) + " · " + h.Document + " " + h.ID
				found = append(found, Remembered{From: from, Source: h.Source, Target: h.Target, Run: true})
			}
		}
	}
	return found, more, nil
}

// find answers with the pairs of all documents, and those of the memory and of other runs, that hold a text on one side
// or on either.
func (s *Server) find(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if len(q.Get("q")) > longestQuery {
		http.Error(w, "what is looked for is too long", http.StatusBadRequest)
		return
	}
	ctx, stop := context.WithTimeout(r.Context(), findWithin)
	defer stop()
	hits, more, err := s.dir.find(ctx, q.Get("q"), q.Get("side"))
	if err != nil {
		fail(w, err)
		return
	}
	known, moreKnown := remembered(ctx, s.Memory, q.Get("q"), q.Get("side"))
	runs, moreRuns, err := s.findAlso(ctx, q.Get("q"), q.Get("side"))
	if err != nil {
		fail(w, err)
		return
	}
	reply(w, struct {
		Hits   []hit        `json:"hits"`
		Memory []Remembered `json:"memory,omitempty"`
		More   bool         `json:"more"`
	}{hits, append(known, runs...), more || moreKnown || moreRuns})
}
