package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/metric"
)

// annotations reads the annotations that paths mean: files, or folders with those beside their bitexts. Damaged lines
// are named and left out, and the files that hold some are counted.
func (a *app) annotations(paths []string) (standing []bitext.Annotation, damaged int, err error) {
	var all []bitext.Annotation
	for _, path := range paths {
		files, err := bitext.AnnotationFiles(path)
		if err != nil {
			return nil, 0, usage(err)
		}
		found := len(all)
		for _, file := range files {
			list, err := bitext.ReadAnnotationsFile(file)
			switch {
			case bitext.OnlyDamaged(err):
				a.say("%v", err)
				damaged++
			case err != nil:
				return nil, 0, usage(err)
			}
			all = append(all, list...)
		}
		if len(all) == found {
			return nil, 0, usage(fmt.Errorf("%s holds no annotations", path), "satzpaar annotate collects them")
		}
	}
	return bitext.Standing(all), damaged, nil
}

// partlyRead ends a command that could not read all of some files of annotations.
func partlyRead(damaged int) error {
	if damaged == 0 {
		return nil
	}
	return &exit{exitUnreadable,
		fmt.Errorf("%s could not be read whole; the rest is done", count(damaged, "file")), nil}
}

// evalAnnotations prints what people's annotations come to: scores of systems, comparisons, agreement, and who noticed
// what was planted.
func (a *app) evalAnnotations(paths []string, normalized bool) error {
	standing, damaged, err := a.annotations(paths)
	if err != nil {
		return err
	}
	if len(standing) == 0 {
		return usage(errors.New("no annotation is done yet"),
			"an annotation is done once its annotator has gone on to the next")
	}
	out := printer.Writer(a.stdout)
	for _, protocol := range bitext.Protocols {
		ratings, checks := ratingsOf(standing, protocol)
		if len(ratings)+len(checks.order) == 0 {
			continue
		}
		if normalized {
			ratings = metric.Normalized(ratings)
		}
		a.printRatings(out, protocol, ratings, normalized)
		for _, who := range checks.order {
			fmt.Fprintf(out, "attention checks of %s: %d of %d noticed\n", printer.Escape(who), checks.noticed[who],
				checks.shown[who])
		}
	}
	return partlyRead(damaged)
}

// attention counts what people noticed of what was planted.
type attention struct {
	order          []string
	shown, noticed map[string]int
}

// ratingsOf returns the scores of annotations of a protocol, and what came of those that were planted.
func ratingsOf(standing []bitext.Annotation, protocol bitext.Protocol) ([]metric.Rating, attention) {
	var ratings []metric.Rating
	checks := attention{shown: map[string]int{}, noticed: map[string]int{}}
	for i := range standing {
		n := &standing[i]
		if n.Protocol != protocol {
			continue
		}
		if n.Planted != nil {
			if checks.shown[n.Who]++; checks.shown[n.Who] == 1 {
				checks.order = append(checks.order, n.Who)
			}
			if n.Noticed() {
				checks.noticed[n.Who]++
			}
			continue
		}
		r := metric.Rating{System: printer.Escape(n.System), Segment: n.Segment(), Rater: n.Who}
		if protocol == bitext.ESA {
			r.Score = *n.Score // an annotation that is done has one
		} else {
			for _, m := range n.Marks {
				r.Score += metric.MQMWeight(m.Category, m.Severity)
			}
		}
		ratings = append(ratings, r)
	}
	return ratings, checks
}

// mostCompared is how many systems are compared, each with each.
const mostCompared = 50

// printRatings prints the scores of systems, how they compare on the segments that two have in common, and how far
// their annotators agree.
func (a *app) printRatings(out io.Writer, protocol bitext.Protocol, ratings []metric.Rating, normalized bool) {
	name := strings.ToUpper(string(protocol))
	signature := fmt.Sprintf("bs:%d", comparedSamples)
	if protocol == bitext.MQM {
		signature = metric.MQMWeights + "|" + signature
	}
	if normalized {
		signature = "z|" + signature
	}
	systems := metric.RateSystems(ratings, comparedSamples)
	of := map[string][]metric.Rating{}
	for _, r := range ratings {
		of[r.System] = append(of[r.System], r)
	}
	for _, s := range systems {
		fmt.Fprintf(out, "%s of %s = %.2f [%.2f, %.2f]|segments:%d|annotations:%d|%s\n", name, s.System, s.Mean, s.Low,
			s.High, s.Segments, s.Ratings, signature)
	}
	if len(systems) > mostCompared {
		a.say("%d systems are not compared: each with each, that would be too many", len(systems))
		systems = nil
	}
	for i, x := range systems {
		for _, y := range systems[i+1:] {
			both := slices.Concat(of[x.System], of[y.System])
			c, err := metric.CompareRated(both, name, x.System, y.System, comparedSamples)
			if err != nil { // the two have nothing in common; others may
				a.say("%v", err)
				continue
			}
			fmt.Fprintf(out, "  %s against %s: %v\n", x.System, y.System, c)
		}
	}
	if agreement := metric.Agree(ratings); agreement.Translations > 0 {
		fmt.Fprintln(out, agreement)
	}
}
