package stack

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// Shielded returns b with items asked for again whose answers have lost a part that they had to keep: with stand-ins
// in the place of these parts, which translators hand on more readily than {name} or %s. What is lost even then stays
// the failure that it was. Shielded belongs outside of [Validated], which reports what is lost.
func Shielded(b translate.Backend) translate.Backend { return &shielded{inner{b}} }

type shielded struct{ inner }

// A standIn is a form of stand-ins: a number between two signs, so that none is a part of another.
type standIn struct {
	start, end string
	all        *regexp.Regexp
}

// standIns are the forms for each round.
var standIns = [...]standIn{
	{"[", "]", regexp.MustCompile(`\[\d+\]`)},
	{"XQ", "Z", regexp.MustCompile(`XQ\d+Z`)},
}

func (f *standIn) name(n int) string { return f.start + strconv.Itoa(n) + f.end }

// count returns how often each stand-in occurs in a text.
func (f *standIn) count(text string) map[string]int {
	counts := map[string]int{}
	for _, name := range f.all.FindAllString(text, -1) {
		counts[name]++
	}
	return counts
}

func (d *shielded) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, usage, err := d.ask(ctx, req)
	if err != nil {
		return nil, usage, err
	}
	for round := range standIns {
		form := &standIns[round]
		var lost []int
		for i := range results {
			if e := results[i].Err; e != nil && errors.Is(e, verify.ErrLost) && inOrder(&req.Items[i]) {
				lost = append(lost, i)
			}
		}
		if len(lost) == 0 || ctx.Err() != nil {
			break
		}
		again := req.Pick(lost)
		shields := make([]shield, len(lost))
		for k, i := range lost {
			shields[k], again.Items[k] = newShield(req.Items[i], form)
		}
		answers, used, err := d.ask(ctx, again)
		usage.Add(used)
		if err != nil {
			break // the first answer stands
		}
		for k, i := range lost {
			if text, ok := shields[k].restore(answers[k].Text); answers[k].Err == nil && ok {
				results[i] = answers[k]
				results[i].Text, results[i].Links = text, nil // links would point beside their words
			}
		}
	}
	return results, usage, nil
}

// inOrder reports whether the parts to keep lie in the text and do not overlap.
func inOrder(it *translate.Item) bool {
	at := 0
	for _, k := range it.Keep {
		if k.Start < at || k.End < k.Start || k.End > len(it.Text) {
			return false
		}
		at = k.End
	}
	return true
}

// A shield remembers what the stand-ins of an item stand for.
type shield struct {
	form         *standIn
	names, parts []string
}

// newShield returns the item with stand-ins. Equal parts get stand-ins of their own.
func newShield(it translate.Item, form *standIn) (shield, translate.Item) {
	s := shield{form: form}
	own := form.count(it.Text) // these cannot be taken
	var text strings.Builder
	keep := make([]offset.Span, 0, len(it.Keep))
	at, n := 0, 0
	for _, k := range it.Keep {
		text.WriteString(it.Text[at:k.Start])
		for n++; own[form.name(n)] > 0; n++ {
		}
		name := form.name(n)
		s.names, s.parts = append(s.names, name), append(s.parts, k.In(it.Text))
		start := text.Len()
		text.WriteString(name)
		keep = append(keep, offset.Span{Start: start, End: text.Len()})
		at = k.End
	}
	text.WriteString(it.Text[at:])
	it.Text, it.Keep = text.String(), keep
	return s, it
}

// restore puts the parts back. It reports whether each stand-in was there exactly once.
func (s *shield) restore(text string) (string, bool) {
	counts := s.form.count(text)
	pairs := make([]string, 0, 2*len(s.names))
	for i, name := range s.names {
		if counts[name] != 1 {
			return "", false
		}
		pairs = append(pairs, name, s.parts[i])
	}
	return strings.NewReplacer(pairs...).Replace(text), true
}
