package bitext

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// A fault is something in a pair that breaks the rules of the native format. Part is the field that must go or be
// mended for the rest to be usable; it is empty where nothing of the pair can be used.
type fault struct{ part, message string }

func (f fault) Error() string { return f.message }

// Validate returns what in p breaks the rules of the native format: bounds that lie outside the texts or inside a
// character, runs that do not tile the source, unknown states and actions, numbers outside their range. It returns
// nil for a valid pair, else all faults joined.
func (p *Pair) Validate() error {
	var all []error
	for _, f := range faults(p) {
		all = append(all, f)
	}
	return errors.Join(all...)
}

// Validate checks the header and every pair, and that no two pairs share an id. Each error names the pair it is about.
func (b *Bitext) Validate() error {
	var all []error
	if err := b.Header.validate(); err != nil {
		all = append(all, err)
	}
	seen := make(map[string]bool, len(b.Pairs))
	for i := range b.Pairs {
		p := &b.Pairs[i]
		for _, f := range faults(p) {
			all = append(all, fmt.Errorf("pair %s: %w", name(p, i), f))
		}
		if seen[p.ID] {
			all = append(all, fmt.Errorf("pair %s: id is used twice", name(p, i)))
		}
		seen[p.ID] = true
	}
	return errors.Join(all...)
}

// name returns how messages call pair i.
func name(p *Pair, i int) string {
	if p.ID != "" {
		return p.ID
	}
	return fmt.Sprintf("number %d (no id)", i+1)
}

func faults(p *Pair) []fault {
	var out []fault
	add := func(part, format string, args ...any) {
		out = append(out, fault{part, fmt.Sprintf(format, args...)})
	}
	if p.ID == "" {
		add("", "has no id")
	}
	if p.Block < 0 {
		add("block", "block is negative")
	}
	for _, t := range [...]struct{ part, text string }{
		{"source", p.Source}, {"target", p.Target}, {"machine", p.Machine},
	} {
		if !utf8.ValidString(t.text) {
			add("", "%s is not valid UTF-8", t.part)
		}
	}
	switch p.Action {
	case Translate, Keep, Drop:
	default:
		add("action", "action %q is unknown: translate, keep or drop", p.Action)
	}
	if !p.State.valid() {
		add("state", "state %q is unknown: initial, translated, reviewed or final", p.State)
	}
	end := 0
	for _, s := range p.Spans {
		if s.Start < end || s.End < s.Start {
			add("spans", "span [%d,%d] is out of order", s.Start, s.End)
			break
		}
		end = s.End
	}
	if msg := runFault(p); msg != "" {
		add("runs", "%s", msg)
	}
	for _, l := range p.Links {
		if !within(p.Source, l.Source.Start, l.Source.End) || !within(p.Target, l.Target.Start, l.Target.End) {
			add(
				"links",
				"link [%d %d %d %d] lies outside the texts or inside a character",
				l.Source.Start,
				l.Source.End,
				l.Target.Start,
				l.Target.End,
			)
			break
		}
	}
	if p.Bead != nil && (!ascending(p.Bead.Source) || !ascending(p.Bead.Target)) {
		add("bead", "bead has negative or unordered sentence numbers")
	}
	for _, n := range [...]struct {
		part  string
		value *float64
		unit  bool
	}{
		{"score", p.Score, false}, {"seconds", p.Seconds, false}, {"cost", p.Cost, false},
		{"confidence", p.Confidence, true}, {"risk", p.Risk, true},
	} {
		if n.value == nil {
			continue
		}
		if v := *n.value; math.IsNaN(v) || math.IsInf(v, 0) {
			add(n.part, "%s is not a number", n.part)
		} else if n.unit && (v < 0 || v > 1) {
			add(n.part, "%s %v lies outside 0 to 1", n.part, v)
		}
	}
	for _, f := range p.Findings {
		if msg := findingFault(p, &f); msg != "" {
			add("findings", "%s", msg)
			break
		}
	}
	if p.Part < 0 || p.Part == 1 {
		add("part", "part %d is not a number from 2 on", p.Part)
	}
	if msg := wasFault(p); msg != "" {
		add("was", "%s", msg)
	}
	return out
}

// wasFault returns what is wrong with the machine's pairs that p stands for.
func wasFault(p *Pair) string {
	switch {
	case p.Was != nil && len(p.Was) == 0:
		return "stands for no pairs"
	case len(p.Was) > mostParts:
		return fmt.Sprintf("stands for %d pairs: %d at most", len(p.Was), mostParts)
	}
	for i := range p.Was {
		w := &p.Was[i]
		if w.Was != nil || w.Part != 0 {
			return "stands for pairs that were cut themselves"
		}
		if fs := faults(w); len(fs) > 0 {
			return "of the pairs that it stands for: " + fs[0].message
		}
	}
	return ""
}

func runFault(p *Pair) string {
	if len(p.Runs) == 0 {
		return ""
	}
	end := 0
	for _, r := range p.Runs {
		switch {
		case r.Start != end || r.End <= r.Start || !within(p.Source, r.Start, r.End):
			return fmt.Sprintf(
				"run [%d,%d] does not tile the source of %d bytes: after a run that ends at %d",
				r.Start,
				r.End,
				len(p.Source),
				end,
			)
		case r.Lang == "":
			return fmt.Sprintf("run [%d,%d] has no language", r.Start, r.End)
		case !(r.Score >= 0 && r.Score <= 1):
			return fmt.Sprintf("run [%d,%d] has a score outside 0 to 1", r.Start, r.End)
		}
		end = r.End
	}
	if end != len(p.Source) {
		return fmt.Sprintf("runs end at %d, the source at %d", end, len(p.Source))
	}
	return ""
}

func findingFault(p *Pair, f *Finding) string {
	switch f.Severity {
	case Info, Warning, Error:
	default:
		return fmt.Sprintf("finding %q has the unknown severity %q: info, warning or error", f.Check, f.Severity)
	}
	if f.Check == "" {
		return "a finding has no check"
	}
	if f.Source != nil && !within(p.Source, f.Source.Start, f.Source.End) ||
		f.Target != nil && !within(p.Target, f.Target.Start, f.Target.End) {
		return fmt.Sprintf("finding %q has a place outside the texts or inside a character", f.Check)
	}
	return ""
}

func (s State) valid() bool { return s.rank() >= 0 }

// rank orders the states; it is -1 for an unknown one.
func (s State) rank() int {
	switch s {
	case Initial:
		return 0
	case Translated:
		return 1
	case Reviewed:
		return 2
	case Final:
		return 3
	}
	return -1
}

// AtLeast reports whether s has come as far as t.
func (s State) AtLeast(t State) bool { return s.rank() >= t.rank() }

// within reports whether [start, end] is a range of text with both ends at character boundaries.
func within(text string, start, end int) bool {
	return 0 <= start && start <= end && end <= len(text) && boundary(text, start) && boundary(text, end)
}

func boundary(text string, i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }

func ascending(ns []int) bool {
	last := -1
	for _, n := range ns {
		if n <= last {
			return false
		}
		last = n
	}
	return true
}

// mend removes from p what the faults name, so that the rest can be used. It reports false where nothing can.
func mend(p *Pair, fs []fault) bool {
	for _, f := range fs {
		switch f.part {
		case "":
			return false
		case "block":
			p.Block = 0
		case "action":
			p.Action = Translate
		case "state":
			p.State = Initial
			if p.Target != "" {
				p.State = Translated
			}
		case "spans":
			p.Spans = nil
		case "runs":
			p.Runs = nil
		case "links":
			p.Links = nil
		case "bead":
			p.Bead = nil
		case "score":
			p.Score = nil
		case "seconds":
			p.Seconds = nil
		case "cost":
			p.Cost = nil
		case "confidence":
			p.Confidence = nil
		case "risk":
			p.Risk = nil
		case "findings":
			p.Findings = nil
		case "part":
			p.Part = 0
		case "was":
			p.Was = nil
		}
	}
	return true
}
