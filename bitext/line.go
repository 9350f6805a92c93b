package bitext

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// A pairLine is a pair as the native format has it. Version 1 wrote every field, and links as lists of numbers. Since
// version 2 links are text (see [AppendLinks]), and what goes without saying is left out: a block that is the number
// with which the id begins, a single run that is surely in the language of the pair, and that the pair was to be
// translated and is.
type pairLine struct {
	Pair
	Block *int          `json:"block"`
	Runs  *[]offset.Run `json:"runs"`
	Links linkField     `json:"links"`
	Was   []pairLine    `json:"was"`
}

// A linkField holds links in either form.
type linkField struct {
	list []offset.Link
	text string
}

func (f *linkField) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &f.text) == nil {
		return nil
	}
	return json.Unmarshal(data, &f.list)
}

// pair returns the pair of a line in a version of the format. It can be used even where there is an error: that is
// about links, which it then lacks.
func (l *pairLine) pair(version int) (Pair, error) {
	p := l.Pair
	if version > 1 {
		p.Action, p.State = cmp.Or(p.Action, Translate), cmp.Or(p.State, Translated)
	}
	switch {
	case l.Block != nil:
		p.Block = *l.Block
	case version > 1:
		p.Block = impliedBlock(p.ID)
	}
	switch {
	case l.Runs == nil && version > 1:
		p.Runs = impliedRuns(&p)
	case l.Runs != nil && len(*l.Runs) > 0:
		p.Runs = *l.Runs
	}
	links, err := parseLinks(l.Links.text, p.Source, p.Target)
	p.Links = append(l.Links.list, links...) // one of them is empty
	for i := range l.Was {
		w, wrong := l.Was[i].pair(version)
		p.Was, err = append(p.Was, w), errors.Join(err, wrong)
	}
	return p, err
}

// impliedBlock is the block of a pair whose line does not say it.
func impliedBlock(id string) int {
	block, _, _ := strings.Cut(id, ".")
	n, err := strconv.Atoi(block)
	if err != nil {
		return 0
	}
	return n
}

// impliedRuns are the runs of a pair whose line does not say them.
func impliedRuns(p *Pair) []offset.Run {
	if p.Source == "" || p.Lang == "" {
		return nil
	}
	return []offset.Run{{End: len(p.Source), Lang: p.Lang, Score: 1}}
}

// hasImpliedRuns reports whether the runs of p need not be written.
func hasImpliedRuns(p *Pair) bool { return slices.Equal(p.Runs, impliedRuns(p)) }
