package satzpaar

import (
	"fmt"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/metric"
)

// Judgements are what people's annotations by one protocol come to.
type Judgements struct {
	Score     string // what the score is called: ESA or MQM
	Signature string // what the figures depend on
	Systems   []metric.Rated
	Compared  []ComparedSystems // each with each, on the segments that two have in common
	Agreement metric.Agreement
	Attention []Attention // in the order in which annotators met the first damaged translation
	// Notes name the systems that could not be compared, and why.
	Notes []error
}

// ComparedSystems are two systems, by their names.
type ComparedSystems struct {
	A, B string
	metric.Comparison
}

// An Attention is how many damaged translations an annotator was shown, and in how many the damage was noticed.
type Attention struct {
	Who            string
	Shown, Noticed int
}

// Lines describes them for people: scores with their bounds, comparisons, agreement, and who noticed what was planted.
func (j *Judgements) Lines() []string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, s := range j.Systems {
		add("%s of %s = %.2f [%.2f, %.2f]|segments:%d|annotations:%d|%s", j.Score, s.System, s.Mean, s.Low, s.High,
			s.Segments, s.Ratings, j.Signature)
	}
	for _, c := range j.Compared {
		add("  %s against %s: %v", c.A, c.B, c.Comparison)
	}
	if j.Agreement.Translations > 0 {
		lines = append(lines, strings.Split(j.Agreement.String(), "\n")...)
	}
	for _, n := range j.Attention {
		add("attention checks of %s: %d of %d noticed", n.Who, n.Noticed, n.Shown)
	}
	return lines
}

// judgedSamples is the number of lists of segments that are drawn for bounds and comparisons.
const judgedSamples = 1000

// mostCompared is how many systems are compared, each with each.
const mostCompared = 50

// Judge returns what annotations come to, by protocol. They must be done, and the last of each annotator on a
// translation: see [bitext.Standing]. Normalized makes the scores of each annotator z scores.
func Judge(standing []bitext.Annotation, normalized bool) []*Judgements {
	var out []*Judgements
	for _, protocol := range bitext.Protocols {
		ratings, attention := ratingsOf(standing, protocol)
		if len(ratings)+len(attention) == 0 {
			continue
		}
		j := &Judgements{Score: strings.ToUpper(string(protocol)), Attention: attention}
		j.Signature = fmt.Sprintf("bs:%d", judgedSamples)
		if protocol == bitext.MQM {
			j.Signature = metric.MQMWeights + "|" + j.Signature
		}
		if normalized {
			j.Signature = "z|" + j.Signature
			ratings = metric.Normalized(ratings)
		}
		j.rate(ratings)
		out = append(out, j)
	}
	return out
}

// ratingsOf returns the scores of annotations of a protocol, and what came of those that were planted.
func ratingsOf(standing []bitext.Annotation, protocol bitext.Protocol) (ratings []metric.Rating, planted []Attention) {
	of := map[string]int{} // annotators, in planted
	for i := range standing {
		n := &standing[i]
		if n.Protocol != protocol {
			continue
		}
		if n.Planted != nil {
			k, known := of[n.Who]
			if !known {
				k = len(planted)
				of[n.Who], planted = k, append(planted, Attention{Who: n.Who})
			}
			planted[k].Shown++
			if n.Noticed() {
				planted[k].Noticed++
			}
			continue
		}
		r := metric.Rating{System: n.System, Segment: n.Segment(), Rater: n.Who}
		if protocol == bitext.ESA {
			r.Score = *n.Score // an annotation that is done has one
		} else {
			for _, m := range n.Marks {
				r.Score += metric.MQMWeight(m.Category, m.Severity)
			}
		}
		ratings = append(ratings, r)
	}
	return ratings, planted
}

// rate fills in what ratings come to.
func (j *Judgements) rate(ratings []metric.Rating) {
	j.Systems, j.Agreement = metric.RateSystems(ratings, judgedSamples), metric.Agree(ratings)
	if len(j.Systems) > mostCompared {
		j.Notes = append(j.Notes, fmt.Errorf("%d systems are not compared: each with each, that would be too many",
			len(j.Systems)))
		return
	}
	of := map[string][]metric.Rating{}
	for _, r := range ratings {
		of[r.System] = append(of[r.System], r)
	}
	for i, x := range j.Systems {
		for _, y := range j.Systems[i+1:] {
			both := slices.Concat(of[x.System], of[y.System])
			c, err := metric.CompareRated(both, j.Score, x.System, y.System, judgedSamples)
			if err != nil { // the two have nothing in common; others may
				j.Notes = append(j.Notes, err)
				continue
			}
			j.Compared = append(j.Compared, ComparedSystems{x.System, y.System, c})
		}
	}
}
