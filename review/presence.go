package review

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// A visitor is somebody who has a document open.
type visitor struct {
	Who     string `json:"who,omitempty"`
	At      int    `json:"at"` // number of the pair; -1 for none
	Writing bool   `json:"writing,omitempty"`
}

// A presence remembers who has which document open. Pages report every few seconds; those that no longer do have left.
type presence struct {
	mu   sync.Mutex
	open map[string]map[string]sighting // document → page
}

type sighting struct {
	visitor
	last time.Time
}

const (
	leftAfter  = 10 * time.Second
	mostPages  = 100 // of one document; more are not shown
	longestTag = 40  // bytes of the name of a page
)

// note takes the report of a page and returns who else is there, by name and place.
func (p *presence) note(document, page string, v visitor, now time.Time) []visitor {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, pages := range p.open {
		for id, s := range pages {
			if now.Sub(s.last) > leftAfter {
				delete(pages, id)
			}
		}
		if len(pages) == 0 {
			delete(p.open, name)
		}
	}
	if p.open == nil {
		p.open = map[string]map[string]sighting{}
	}
	pages := p.open[document]
	if pages == nil {
		pages = map[string]sighting{}
		p.open[document] = pages
	}
	if _, known := pages[page]; known || len(pages) < mostPages && len(page) <= longestTag {
		pages[page] = sighting{v, now}
	}
	var others []visitor
	for id, s := range pages {
		if id != page {
			others = append(others, s.visitor)
		}
	}
	slices.SortFunc(others, func(a, b visitor) int { return cmp.Or(cmp.Compare(a.Who, b.Who), a.At-b.At) })
	return others
}
