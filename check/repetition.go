package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Repetition finds translations that loop.
var Repetition = &Check{
	Name: "repetition",
	Doc: `Repetition
The translation repeats the same words over and over, as models do when they are stuck, and the source does not.`,
	Run: repetition,
}

// loop finds the longest stretch in which the same words follow one another: how often they do, how many words they
// are, and where the stretch is.
func loop(d *side) (times, unit int, at offset.Span) {
	s, ws := d.String, d.Spans
	again := distances(d.Keys)
	best := 0
	for size := 1; size <= longestUnit && 2*size <= len(ws); size++ {
		if again&(1<<size) == 0 {
			continue
		}
		for i := 0; i+2*size <= len(ws); {
			n := 1
			for i+(n+1)*size <= len(ws) && sameWords(s, ws[i:i+size], ws[i+n*size:i+(n+1)*size]) {
				n++
			}
			if n > 1 && n*size > best && (best == 0 || n*size > best+size) {
				best, times, unit = n*size, n, size
				at = offset.Span{Start: ws[i].Start, End: ws[i+n*size-1].End}
			}
			if n > 1 {
				i += (n - 1) * size
			}
			i++
		}
	}
	return times, unit, at
}

// longestUnit is the most words that a loop may repeat.
const longestUnit = 12

// distances returns the distances, up to longestUnit, at which words are repeated: bit 3 for a word that occurs again
// three words later.
func distances(keys []uint32) (found uint) {
	for i, k := range keys {
		for d := 1; d <= min(i, longestUnit); d++ {
			if keys[i-d] == k {
				found |= 1 << d
			}
		}
	}
	return found
}

func sameWords(s string, a, b []offset.Span) bool {
	for i := range a {
		if !strings.EqualFold(a[i].In(s), b[i].In(s)) {
			return false
		}
	}
	return true
}

func repetition(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || len(p.Target) < 6 || tooLong(p) {
		return nil
	}
	target := env.targetWords(p)
	times, unit, at := loop(target)
	if times < 3 && (times < 2 || unit < 3) {
		return twiceFar(p, target)
	}
	inSource, sourceUnit, _ := loop(env.sourceWords(p))
	if inSource >= times || inSource >= 2 && sourceUnit >= unit {
		return nil
	}
	return []bitext.Finding{{Check: "repetition", Severity: bitext.Error, Target: new(at),
		Message: fmt.Sprintf("%q appears %d times in a row",
			shorten(offset.Span{Start: at.Start, End: at.Start + (at.End-at.Start)/times}.In(p.Target)), times)}}
}

// twiceFar finds a clause of six words or more that occurs twice, but not in a row.
func twiceFar(p *bitext.Pair, d *side) []bitext.Finding {
	const size = 6
	ws, keys := d.Spans, d.Keys
	if len(ws) < 2*size {
		return nil
	}
	at := func(i int) string { return p.Target[ws[i].Start:ws[i+size-1].End] }
	var seen map[string]int // of long texts; in short ones it is cheaper to look back
	if len(ws) > 64 {
		seen = make(map[string]int, len(ws))
	}
	for i := 0; i+size <= len(ws); i++ {
		first, ok := 0, false
		if seen != nil {
			if first, ok = seen[at(i)]; !ok {
				seen[at(i)] = i
			}
		} else {
			a, b := keys[i], keys[i+size-1]
			for ; first < i; first++ {
				if ok = keys[first] == a && keys[first+size-1] == b && at(first) == at(i); ok {
					break
				}
			}
		}
		if !ok || i-first < size {
			continue
		}
		n := size
		for i+n < len(ws) && first+n < i && sameWords(p.Target, ws[first+n:first+n+1], ws[i+n:i+n+1]) {
			n++
		}
		if repeatsFar(p.Source) {
			return nil
		}
		return []bitext.Finding{{Check: "repetition", Severity: bitext.Error,
			Target:  &offset.Span{Start: ws[i].Start, End: ws[i+n-1].End},
			Message: fmt.Sprintf("%q appears twice", shorten(p.Target[ws[i].Start:ws[i+n-1].End]))}}
	}
	return nil
}

// repeatsFar reports whether any four words in a row occur twice in s.
func repeatsFar(s string) bool {
	var buf [96]offset.Span
	ws := word.Spans(s, buf[:0])
	seen := make(map[string]bool, len(ws))
	for i := 0; i+4 <= len(ws); i++ {
		key := s[ws[i].Start:ws[i+3].End]
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}
