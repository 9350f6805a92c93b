package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/units"
)

// A Retry makes a pipeline take the translations of an earlier run where they are good, and ask only for the others.
// A new answer to a flagged sentence is kept only if it has fewer or lighter findings than the old one. It belongs to
// one run.
type Retry struct {
	// Flagged asks again for sentences with findings too, not only for those without a translation.
	Flagged bool
	// Earlier returns what the earlier run made of a document, or nil if there is nothing; see
	// [bitext.Earlier.Document]. It is called once for each document, when the document is translated.
	Earlier func(document, sha256 string) (*bitext.Bitext, error)

	mu     sync.Mutex
	counts RetryCounts
}

// RetryCounts count what came of a [Retry].
type RetryCounts struct {
	Asked, Better, Kept, Failed int
	// Before and After count the findings of what was asked for again, by check; "failed" counts sentences without a
	// translation.
	Before, After map[string]int
}

// Lines describes the counts for people, with a table of the findings.
func (c *RetryCounts) Lines() []string {
	lines := []string{fmt.Sprintf("asked again for %s: %d better, %d no better (the old translation stays), %d failed",
		units.Count(c.Asked, "sentence"), c.Better, c.Kept, c.Failed)}
	names := slices.Concat(slices.Collect(maps.Keys(c.Before)), slices.Collect(maps.Keys(c.After)))
	if len(names) == 0 {
		return lines
	}
	slices.Sort(names)
	lines = append(lines, fmt.Sprintf("  %-16s %6s %6s", "", "before", "after"))
	for _, name := range slices.Compact(names) {
		lines = append(lines, fmt.Sprintf("  %-16s %6d %6d", name, c.Before[name], c.After[name]))
	}
	return lines
}

// Counts returns what came of it so far.
func (r *Retry) Counts() RetryCounts {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts
}

// attach gives the units of a document the pairs of its earlier bitext, as [bitext.Match] finds them: equal sentences
// of a document keep their own translations, and no document gets those of another.
func (r *Retry) attach(b *bitext.Bitext, units []*unit) error {
	was, err := r.Earlier(b.Document, b.SHA256)
	if err != nil || was == nil {
		return err
	}
	found := make(map[*bitext.Pair]*bitext.Pair, len(b.Pairs))
	for i, at := range bitext.Match(b, was) {
		if at < 0 {
			continue
		}
		if p := &was.Pairs[at]; p.Action == bitext.Translate && p.Origin != bitext.Human {
			found[&b.Pairs[i]] = p
		}
	}
	for _, u := range units {
		u.earlier = found[u.pair]
	}
	return nil
}

// settle answers those of units that need not be asked for again and returns the others.
func (r *Retry) settle(units []*unit, rep *Report) []*unit {
	var ask []*unit
	for _, u := range units {
		if p := u.earlier; p != nil && p.State != bitext.Initial && !(r.Flagged && weight(p.Findings) > 1) {
			takeEarlier(u.pair, p)
			rep.answered(1, true)
			continue
		}
		ask = append(ask, u)
	}
	return ask
}

// answers are what checks have found in new answers, so that they need not look at those that are taken again.
type answers map[answer][]bitext.Finding

// An answer is a pair with all that may change before it is written and that checks look at.
type answer struct {
	block                      *document.Block
	id, source, target, origin string
	seconds                    float64 // 0: not known
}

func answerOf(block *document.Block, p *bitext.Pair) answer {
	a := answer{block: block, id: p.ID, source: p.Source, target: p.Target, origin: p.Origin}
	if p.Seconds != nil {
		a.seconds = *p.Seconds
	}
	return a
}

// of returns what checks find in a pair of a block.
func (a answers) of(block *document.Block, p *bitext.Pair, checks *check.Runner) []bitext.Finding {
	if len(a) > 0 {
		if found, known := a[answerOf(block, p)]; known {
			return found
		}
	}
	return checks.Run(p)
}

// choose decides, for each pair that was asked for again, between the new answer, which it holds, and the earlier one.
// It returns what checks have found in the new ones.
func (r *Retry) choose(units []*unit, checks *check.Runner) answers {
	known := answers{}
	for _, u := range units {
		var found []bitext.Finding
		if p := u.pair; p.State != bitext.Initial {
			own := checks.Run(p)
			known[answerOf(u.block, p)] = own
			found = append(slices.Clip(p.Findings), own...) // as earlier ones: those of the pipeline first
		}
		r.compare(u, found)
	}
	return known
}

// compare makes a pair keep its answer, in which something was found, or take the earlier one, and counts it.
func (r *Retry) compare(u *unit, found []bitext.Finding) {
	p, was := u.pair, u.earlier
	r.mu.Lock()
	defer r.mu.Unlock()
	c := &r.counts
	if c.Before == nil {
		c.Before, c.After = map[string]int{}, map[string]int{}
	}
	c.Asked++
	if was == nil {
		was = &bitext.Pair{State: bitext.Initial}
	}
	tally(c.Before, was.State, was.Findings)
	switch {
	case p.ID == "": // another pair has taken it in, with its translation
		c.Better++
		return
	case p.State == bitext.Initial:
		c.Failed++
		if was.State != bitext.Initial {
			takeEarlier(p, was)
			found = was.Findings
		}
	case was.State == bitext.Initial || weight(found) < weight(was.Findings):
		c.Better++
	default:
		c.Kept++
		takeEarlier(p, was)
		found = was.Findings
	}
	tally(c.After, p.State, found)
}

// takeEarlier fills a pair with the translation of an earlier run.
func takeEarlier(p, was *bitext.Pair) {
	p.Target, p.State, p.Origin, p.Error = was.Target, bitext.Translated, was.Origin, ""
	p.Score, p.Links = was.Score, was.Links
}

func tally(counts map[string]int, state bitext.State, findings []bitext.Finding) {
	if state == bitext.Initial {
		counts["failed"]++
		return
	}
	for _, f := range findings {
		counts[f.Check]++
	}
}

// weight sums up findings: one error counts as much as two warnings, a remark hardly.
func weight(findings []bitext.Finding) int {
	n := 0
	for _, f := range findings {
		switch f.Severity {
		case bitext.Error:
			n += 4
		case bitext.Warning:
			n += 2
		default:
			n++
		}
	}
	return n
}
