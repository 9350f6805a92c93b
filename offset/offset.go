// Package offset holds the byte ranges that documents, pairs, findings and word alignments are made of, and the runs of
// pairs and of gold.
package offset

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// A Span is a half-open range of bytes, Start ≤ End. What it counts into, such as the source of a document or the
// text of a block, is said where one stands. As JSON it is [start, end].
type Span struct{ Start, End int }

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// In returns the part of text that s covers. It panics if s lies outside text.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// AppendJSON appends [start, end].
func (s Span) AppendJSON(b []byte) []byte { return AppendInts(b, s.Start, s.End) }

// MarshalJSON writes [start, end].
func (s Span) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }

// UnmarshalJSON reads [start, end].
func (s *Span) UnmarshalJSON(data []byte) error { return readInts(data, "span", &s.Start, &s.End) }

// A Link joins words that translate each other: a range of the source text and one of the target text. As JSON it is
// [source start, source end, target start, target end].
type Link struct{ Source, Target Span }

// AppendJSON appends the four numbers.
func (l Link) AppendJSON(b []byte) []byte {
	return AppendInts(b, l.Source.Start, l.Source.End, l.Target.Start, l.Target.End)
}

// MarshalJSON writes the four numbers.
func (l Link) MarshalJSON() ([]byte, error) { return l.AppendJSON(nil), nil }

// UnmarshalJSON reads the four numbers.
func (l *Link) UnmarshalJSON(data []byte) error {
	return readInts(data, "link", &l.Source.Start, &l.Source.End, &l.Target.Start, &l.Target.End)
}

// A Run is a stretch of text in one language, as files hold it. It counts bytes, or code points where that is stated.
// What a detector finds is a detect.Run, which knows its language as a value.
type Run struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Lang  string  `json:"lang"`  // a BCP 47 tag
	Score float64 `json:"score"` // 0 to 1: how sure the language is
}

// AppendRun adds a run behind others of the same text. What lies between belongs to the run before. Neighbours in one
// language become one run, which is as sure as the less sure of them.
func AppendRun(runs []Run, r Run) []Run {
	if n := len(runs); n > 0 {
		last := &runs[n-1]
		last.End = r.Start
		if last.Lang == r.Lang {
			last.End, last.Score = r.End, min(last.Score, r.Score)
			return runs
		}
	}
	return append(runs, r)
}

// AppendInts appends numbers as a JSON array.
func AppendInts(b []byte, numbers ...int) []byte {
	b = append(b, '[')
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, ']')
}

// readInts reads a JSON array of as many numbers as there are pointers. The null that JSON has for nothing changes
// nothing.
func readInts(data []byte, what string, into ...*int) error {
	if string(data) == "null" {
		return nil
	}
	if ok := plainInts(data, into); ok {
		return nil
	}
	var all []int
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	if len(all) != len(into) {
		return fmt.Errorf("a %s has %d numbers, not %d", what, len(into), len(all))
	}
	for i, n := range all {
		*into[i] = n
	}
	return nil
}

// plainInts reads what AppendInts writes, without allocation. It reports whether data is that; if not, what it stored
// must be overwritten.
func plainInts(data []byte, into []*int) bool {
	const most = 1 << 40 // beyond any text, and far from overflow
	if len(data) < 2 || data[0] != '[' || data[len(data)-1] != ']' {
		return false
	}
	i := 1
	for k, p := range into {
		if k > 0 {
			if i >= len(data) || data[i] != ',' {
				return false
			}
			i++
		}
		start, n := i, 0
		for i < len(data) && data[i] >= '0' && data[i] <= '9' && n < most {
			n = 10*n + int(data[i]-'0')
			i++
		}
		if i == start || i-start > 1 && data[start] == '0' {
			return false
		}
		*p = n
	}
	return i == len(data)-1
}
